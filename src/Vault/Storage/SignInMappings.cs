using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace SecretsDashboard.Vault.Storage;

internal sealed class KnownDeviceMapping : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> device)
    {
        device.HasIndex(d => d.TokenHash).IsUnique();
        device.HasIndex(d => d.MemberId);
        device.HasOne<Member>().WithMany().HasForeignKey(d => d.MemberId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UnknownDeviceFailuresMapping : IEntityTypeConfiguration<UnknownDeviceFailures>
{
    public void Configure(EntityTypeBuilder<UnknownDeviceFailures> failures)
    {
        failures.HasKey(f => f.AddressKey);
        failures.HasIndex(f => f.Since);
        failures.HasIndex(f => f.Count);
    }
}
