using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Usage;

/// <summary>The number of a service's reads and refused reads in one hour.</summary>
internal sealed class HourOfReads
{
    public required string ServiceId { get; init; }

    /// <summary>The start of the hour.</summary>
    public required DateTimeOffset Hour { get; init; }
    public required int Reads { get; set; }
    public required int Refusals { get; set; }
}

internal sealed class HourOfReadsMapping : IEntityTypeConfiguration<HourOfReads>
{
    public void Configure(EntityTypeBuilder<HourOfReads> hour)
    {
        hour.HasKey(h => new { h.ServiceId, h.Hour });
        hour.HasIndex(h => h.Hour);
        hour.HasOne<Service>().WithMany().HasForeignKey(h => h.ServiceId).OnDelete(DeleteBehavior.Cascade);
    }
}
