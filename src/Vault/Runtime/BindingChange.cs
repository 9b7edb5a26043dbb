using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>A service finds another value, or none any more, under one of its names.
/// Its ids are the order in which a service is told.</summary>
internal sealed class BindingChange
{
    public long Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>Empty where it is no name that changed but who may ask as the service: that is
    /// told to nobody, see <see cref="Gate.BindingChangeTriggers"/>.</summary>
    public required string Name { get; init; }
    public required DateTimeOffset At { get; init; }
}

internal sealed class BindingChangeMapping : IEntityTypeConfiguration<BindingChange>
{
    public void Configure(EntityTypeBuilder<BindingChange> change)
    {
        change.HasIndex(c => new { c.ServiceId, c.Id });
        change.HasIndex(c => c.At);
        change.HasOne<Service>().WithMany().HasForeignKey(c => c.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}
