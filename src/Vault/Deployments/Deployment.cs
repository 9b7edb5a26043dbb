using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>One upload of a Worker: its content, and the names of its bindings.</summary>
internal sealed class Deployment : IStoreOwned
{
    public required string Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>The service's store; null if the service belongs to the account.</summary>
    public required string? StoreId { get; init; }

    /// <summary>The number of the upload within the service, from 1.</summary>
    public required int Number { get; init; }
    public required string MainModule { get; init; }

    /// <summary>The total size of the modules, in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The metadata of the upload, as JSON: compatibility date and flags, its bindings by name. Never a value.</summary>
    public required string Metadata { get; init; }
    public required DateTimeOffset Created { get; init; }

    /// <summary>The actor who uploaded it, as named in the audit log.</summary>
    public required string By { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class DeploymentModule : IStoreOwned
{
    public required string Id { get; init; }
    public required string DeploymentId { get; init; }
    public required string? StoreId { get; init; }
    public required string Name { get; init; }
    public required string ContentType { get; init; }
    public required byte[] Content { get; init; }
    string? IStoreOwned.OwningStoreId => StoreId;
}

internal sealed class DeploymentMapping : IEntityTypeConfiguration<Deployment>
{
    public void Configure(EntityTypeBuilder<Deployment> deployment)
    {
        deployment.Property(d => d.StoreId).IsConcurrencyToken();
        deployment.HasIndex(d => new { d.ServiceId, d.Number }).IsUnique();
        deployment.HasOne<Service>().WithMany().HasForeignKey(d => d.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class DeploymentModuleMapping : IEntityTypeConfiguration<DeploymentModule>
{
    public void Configure(EntityTypeBuilder<DeploymentModule> module)
    {
        module.Property(m => m.StoreId).IsConcurrencyToken();
        module.HasIndex(m => new { m.DeploymentId, m.Name }).IsUnique();
        module.HasOne<Deployment>().WithMany().HasForeignKey(m => m.DeploymentId).OnDelete(DeleteBehavior.Cascade);
    }
}
