using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>What a gateway's binding is used for: the key of one provider, under an
/// alias. The binding itself says which secret it is.</summary>
internal sealed class ProviderConfig : IStoreOwned
{
    public required string Id { get; init; }

    /// <summary>The gateway: a service of kind <c>ai_gateway</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The binding's name, with which this lives and dies.</summary>
    public required string BindingName { get; init; }

    /// <summary>The secret's store, as the binding has it.</summary>
    public required string StoreId { get; init; }
    public required string Provider { get; init; }
    public required string Alias { get; init; }

    /// <summary>Taken when the caller names no alias; at most one of a gateway's for each provider.</summary>
    public required bool IsDefault { get; set; }

    /// <summary>Null: no limit of its own.</summary>
    public required int? RequestsPerMinute { get; set; }

    /// <summary>The provider took the key (true) or did not know it (false) when it last said which; null: it never did.</summary>
    public bool? WasAccepted { get; set; }
    public DateTimeOffset? LastUsed { get; set; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class ProviderConfigMapping : IEntityTypeConfiguration<ProviderConfig>
{
    public void Configure(EntityTypeBuilder<ProviderConfig> config)
    {
        config.Property(c => c.StoreId).IsConcurrencyToken();
        config
            .HasIndex(c => new
            {
                c.ServiceId,
                c.Provider,
                c.Alias,
            })
            .IsUnique();
        config
            .HasOne<Binding>()
            .WithOne()
            .HasForeignKey<ProviderConfig>(c => new { c.ServiceId, c.BindingName })
            .OnDelete(DeleteBehavior.Cascade);
    }
}
