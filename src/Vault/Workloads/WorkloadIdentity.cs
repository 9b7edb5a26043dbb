using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>Whoever a trusted issuer calls by this subject, for this audience, is this service: no long-lived text is needed.</summary>
internal sealed class WorkloadIdentity : IStoreOwned
{
    public required string Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>The service's store; null when it belongs to the account.</summary>
    public required string? StoreId { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required string Audience { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>When and from where it was last used, to the minute.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    public string? LastUsedFrom { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class WorkloadIdentityMapping : IEntityTypeConfiguration<WorkloadIdentity>
{
    public void Configure(EntityTypeBuilder<WorkloadIdentity> identity)
    {
        identity.Property(i => i.StoreId).IsConcurrencyToken();
        // One workload is one service: which, must never be a matter of order.
        identity
            .HasIndex(i => new
            {
                i.Issuer,
                i.Subject,
                i.Audience,
            })
            .IsUnique();
        identity.HasIndex(i => new { i.ServiceId, i.Id });
        identity.HasOne<Service>().WithMany().HasForeignKey(i => i.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}
