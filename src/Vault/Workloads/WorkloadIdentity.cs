using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>Maps a trusted issuer's subject and audience to a service, so that the workload needs no long-lived credential.</summary>
internal sealed class WorkloadIdentity : IStoreOwned
{
    public required string Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>The service's store; null if the service belongs to the account.</summary>
    public required string? StoreId { get; init; }
    public required string Issuer { get; init; }
    public required string Subject { get; init; }
    public required string Audience { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it was last used, to the minute, and from which address.</summary>
    public DateTimeOffset? LastUsed { get; init; }
    public string? LastUsedFrom { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class WorkloadIdentityMapping : IEntityTypeConfiguration<WorkloadIdentity>
{
    public void Configure(EntityTypeBuilder<WorkloadIdentity> identity)
    {
        identity.Property(i => i.StoreId).IsConcurrencyToken();
        // A workload is mapped to one service: the choice must never depend on the order.
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
