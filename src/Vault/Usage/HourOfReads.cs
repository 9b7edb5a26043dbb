using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Usage;

/// <summary>How often a service read its values, and was refused one, in one hour.</summary>
internal sealed class HourOfReads
{
    public required string ServiceId { get; init; }

    /// <summary>When the hour began.</summary>
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
