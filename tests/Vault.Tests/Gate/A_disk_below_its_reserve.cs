using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

public sealed class A_disk_below_its_reserve : VaultTest
{
    private SecretId _secret;
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.DoAsync(Host.Owner, new CreateStore("production"));
        _secret = (await Host.DoAsync(Host.Owner, Creation("KEY")))[0];
    }

    [Fact]
    public async Task Below_half_of_the_disk_reserve_only_operations_that_add_much_data_are_rejected()
    {
        await ReopenAsync(long.MaxValue);

        Assert.True(Host.Vault.Disk.IsVeryLow);
        await RefusesAsync(Creation("OTHER"));
        await RefusesAsync(new DuplicateSecret(_secret, "COPY", Scopes.Workers));
        await RefusesAsync(new EditSecret(_secret, null, new NewValue(Plaintext.TryFrom("new"))));
        await RefusesAsync(
            new ExportAudit(new AuditFilter(), "csv", (_, _) => throw new InvalidOperationException("Nothing is to be written."))
        );
        Expect.Done(
            await Host.AskAsync(Host.Owner, new EditSecret(_secret, null, Description: new() { Comment = "a comment adds little" }))
        );
        await Host.DoAsync(Host.Owner, new CreateStore("another"));
    }

    [Fact]
    public async Task Above_half_of_the_disk_reserve_members_can_still_add_secrets_and_the_home_page_shows_the_shortage()
    {
        var free = new DriveInfo(Host.Folder).AvailableFreeSpace;
        await ReopenAsync(free / 3 * 4);

        Assert.Equal((true, false), (Host.Vault.Disk.IsLow, Host.Vault.Disk.IsVeryLow));
        await Host.DoAsync(Host.Owner, Creation("OTHER"));
        var shortage = (await Host.DoAsync(Host.Owner, new ViewHome())).Disk;
        Assert.Equal((free / 3 * 4, false), (shortage!.Reserve, shortage.RefusesAdditions));
        Assert.InRange(shortage.Free, 1, shortage.Reserve - 1);
    }

    [Fact]
    public async Task A_disk_reserve_of_zero_reports_no_shortage_and_the_default_is_a_twentieth_of_a_small_disk()
    {
        await ReopenAsync(0);
        Assert.Null((await Host.DoAsync(Host.Owner, new ViewHome())).Disk);
        await ReopenAsync(null);
        Assert.Null(Host.Vault.Disk.Shortage);

        var total = new DriveInfo(Host.Folder).TotalSize;
        var lowered = new DiskReserve(Host.Folder, Math.Min(200L << 20, total / 20), Host.Time);
        Assert.Equal(lowered.IsLow, Host.Vault.Disk.IsLow);
    }

    [Fact]
    public void Free_disk_space_is_measured_once_a_second_and_an_unmeasurable_folder_is_not_low()
    {
        var missing = new DiskReserve(Path.Combine(Host.Folder, "nowhere", "at", "all"), long.MaxValue, Host.Time);
        Assert.False(missing.IsLow);

        Directory.CreateDirectory(Path.Combine(Host.Folder, "nowhere", "at", "all"));
        Assert.False(missing.IsLow);
        Host.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(missing.IsLow);
    }

    private CreateSecrets Creation(string name) => new(_store, [new NewSecret(name, Plaintext.TryFrom("a value"), Scopes.Workers, null)]);

    private Task ReopenAsync(long? reserve) =>
        Host.ReopenAsync(Host.Options with { Limits = Host.Options.Limits with { DiskReserve = reserve } });

    private async Task RefusesAsync<T>(Operation<T> operation)
    {
        Assert.Equal("storage_low", Assert.IsType<Failed<T>>(await Host.AskAsync(Host.Owner, operation)).Problems[0].Code);
        Assert.Equal((AuditResult.Failed, "storage_low"), await Host.LastAuditAsync() is var row ? (row.Result, row.Code) : default);
    }
}
