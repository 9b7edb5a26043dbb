using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>For a service, one of its names has another value, or no value any
/// more. Services receive the changes in the order of the ids.</summary>
internal sealed class BindingChange
{
    public long Id { get; init; }
    public required string ServiceId { get; init; }

    /// <summary>Empty if no name changed, but the right to act as the service: no client receives such a row, see
    /// <see cref="Storage.Database"/>.</summary>
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
