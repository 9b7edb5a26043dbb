using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>The use of a gateway's binding: as the key of one provider, under an alias. The binding itself refers to the secret.</summary>
internal sealed class ProviderConfig : IStoreOwned
{
    public required string Id { get; init; }

    /// <summary>The gateway: a service of kind <c>ai_gateway</c>.</summary>
    public required string ServiceId { get; init; }

    /// <summary>The binding's name. The config is created and deleted together with its binding.</summary>
    public required string BindingName { get; init; }

    /// <summary>The secret's store, as in the binding.</summary>
    public required string StoreId { get; init; }
    public required string Provider { get; init; }
    public required string Alias { get; init; }

    /// <summary>Used if a request names no alias; at most one key per gateway and provider.</summary>
    public required bool IsDefault { get; set; }

    /// <summary>Null: no limit of its own.</summary>
    public required int? RequestsPerMinute { get; set; }

    /// <summary>Whether the provider accepted (true) or rejected (false) the
    /// key at its last use that showed it; null: not known yet.</summary>
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
