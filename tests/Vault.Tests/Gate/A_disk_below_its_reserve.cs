using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

public sealed class A_disk_below_its_reserve : InAWorld
{
    private SecretId _secret;
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.DoAsync(World.Boss, new CreateStore("production"));
        _secret = (await World.DoAsync(World.Boss, Creation("KEY")))[0];
    }

    [Fact]
    public async Task Refuses_what_adds_much_below_half_of_it_with_a_row_and_nothing_else()
    {
        await ReopenAsync(long.MaxValue);

        Assert.True(World.Vault.Disk.IsVeryLow);
        await RefusesAsync(Creation("OTHER"));
        await RefusesAsync(new DuplicateSecret(_secret, "COPY", Scopes.Workers));
        await RefusesAsync(new EditSecret(_secret, null, new NewValue(Plaintext.TryFrom("new"))));
        await RefusesAsync(new ExportAudit(new AuditFilter(), "csv", (_, _) => throw new InvalidOperationException("Nothing is to be written.")));
        Expect.Done(await World.AskAsync(World.Boss, new EditSecret(_secret, null, Comment: "a comment adds little")));
        await World.DoAsync(World.Boss, new CreateStore("another"));
    }

    [Fact]
    public async Task Refuses_nothing_to_members_above_half_of_it_and_home_says_how_it_stands()
    {
        var free = new DriveInfo(World.Folder).AvailableFreeSpace;
        await ReopenAsync(free / 3 * 4);

        Assert.Equal((true, false), (World.Vault.Disk.IsLow, World.Vault.Disk.IsVeryLow));
        await World.DoAsync(World.Boss, Creation("OTHER"));
        var shortage = (await World.DoAsync(World.Boss, new ViewHome())).Disk;
        Assert.Equal((free / 3 * 4, false), (shortage!.Reserve, shortage.RefusesAdditions));
        Assert.InRange(shortage.Free, 1, shortage.Reserve - 1);
    }

    [Fact]
    public async Task Is_none_where_the_reserve_is_zero_and_by_default_a_twentieth_of_a_small_disk()
    {
        await ReopenAsync(0);
        Assert.Null((await World.DoAsync(World.Boss, new ViewHome())).Disk);
        await ReopenAsync(null);
        Assert.Null(World.Vault.Disk.Shortage);

        var total = new DriveInfo(World.Folder).TotalSize;
        var lowered = new DiskReserve(World.Folder, Math.Min(200L << 20, total / 20), World.Time);
        Assert.Equal(lowered.IsLow, World.Vault.Disk.IsLow);
    }

    [Fact]
    public void Is_measured_once_a_second_and_a_folder_that_can_not_be_measured_refuses_nobody()
    {
        var missing = new DiskReserve(Path.Combine(World.Folder, "nowhere", "at", "all"), long.MaxValue, World.Time);
        Assert.False(missing.IsLow);

        Directory.CreateDirectory(Path.Combine(World.Folder, "nowhere", "at", "all"));
        Assert.False(missing.IsLow);
        World.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(missing.IsLow);
    }

    private CreateSecrets Creation(string name) => new(_store, [new NewSecret(name, Plaintext.TryFrom("a value"), Scopes.Workers, null)]);

    private Task ReopenAsync(long? reserve) => World.ReopenAsync(World.Options with { Limits = World.Options.Limits with { DiskReserve = reserve } });

    private async Task RefusesAsync<T>(Operation<T> operation)
    {
        Assert.Equal("storage_low", Assert.IsType<Failed<T>>(await World.AskAsync(World.Boss, operation)).Problems[0].Code);
        Assert.Equal((AuditResult.Failed, "storage_low"), await World.LastAuditAsync() is var row ? (row.Result, row.Code) : default);
    }
}
