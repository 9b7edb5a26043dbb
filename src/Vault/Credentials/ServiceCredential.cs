using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>The credential with which a service authenticates at run time. Only the hash of its random part is stored.</summary>
internal sealed class ServiceCredential : IStoreOwned
{
    public required string Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>The service's store; null if the service belongs to the account.</summary>
    public required string? StoreId { get; init; }
    public required string Name { get; init; }

    /// <summary>Null: never.</summary>
    public required DateTimeOffset? Expires { get; set; }

    /// <summary>Networks, one per line; see <see cref="AddressRules"/>.</summary>
    public required string Allowed { get; init; }
    public required string Denied { get; init; }
    public required DateTimeOffset Created { get; init; }
    public required DateTimeOffset Modified { get; set; }

    /// <summary>When it was last used, to the minute, and from which address.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    public string? LastUsedFrom { get; init; }
    public required byte[] Hash { get; set; }

    /// <summary>The hash of the previous value, which is valid until
    /// <see cref="PreviousUntil"/>; null if the credential was never rolled.</summary>
    public byte[]? PreviousHash { get; set; }
    public DateTimeOffset? PreviousUntil { get; set; }

    /// <summary>The current value was used. An unused value can be replaced without cutting off a client.</summary>
    public bool ValueUsed { get; set; }

    /// <summary>The member or the token that issued it, who may no longer
    /// exist; null for credentials from before this column existed.</summary>
    public string? IssuerId { get; set; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class ServiceCredentialMapping : IEntityTypeConfiguration<ServiceCredential>
{
    public void Configure(EntityTypeBuilder<ServiceCredential> credential)
    {
        credential.Property(c => c.StoreId).IsConcurrencyToken();
        credential.HasIndex(c => new { c.ServiceId, c.Id });
        credential.HasIndex(c => c.IssuerId);
        credential.HasOne<Service>().WithMany().HasForeignKey(c => c.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}
