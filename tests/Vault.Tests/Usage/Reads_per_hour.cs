using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Tests.Usage;

/// <summary>Reads and refusals of a service are counted by the hour: in memory, and in the database every few seconds.</summary>
public sealed class Reads_per_hour : VaultTest
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _service;
    private NewCredential _credential = null!;
    private Caller _caller = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _secret = await Host.SecretAsync(_store, "STRIPE", Scopes.Workers | Scopes.Dex);
        _service = await Host.ServiceAsync(Scopes.Workers, _store, "payments");
        await Host.DoAsync(Host.Owner, new BindSecret(_service, _secret, "KEY"));
        _credential = await Host.CredentialAsync(_service);
        _caller = _credential.AsCaller();
    }

    [Fact]
    public async Task A_services_reads_and_refusals_are_counted_including_remembered_reads()
    {
        await Host.CacheReadingAsync(_caller);
        await Host.CacheReadingAsync(_caller);
        await Host.RefusedAsync(_caller, "NO_SUCH");
        await Host.RefusedAsync(_credential.From(null), "NO_SUCH");
        await Host.RefusedAsync(Caller.WithCredential("sds_guess", ReaderSteps.ClientAddress));

        var usage = await ViewAsync();

        Assert.Equal((4, 2), (usage.Reads, usage.Refusals));
        Assert.Equal(24, usage.Hours.Count);
        Assert.Equal((4, 2), (usage.Hours[^1].Reads, usage.Hours[^1].Refusals));
        Assert.Equal([AuditResult.Refused, AuditResult.Refused], usage.Refused.Select(r => r.Result));
    }

    [Fact]
    public async Task Reads_are_added_up_per_hour_and_survive_a_restart()
    {
        await Host.ValueAsync(_caller);
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.ReopenAsync();
        await Host.CacheReadingAsync(_caller);
        Host.Time.Advance(TimeSpan.FromHours(2));
        await Host.ValueAsync(_caller);
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);

        var hours = (await ViewAsync(owner)).Hours;

        Assert.Equal([3, 0, 1], hours.TakeLast(3).Select(h => h.Reads));
        Assert.All(hours, h => Assert.Equal((0, 0), (h.Hour.Minute, h.Hour.Second)));
        Assert.Equal(Enumerable.Repeat(TimeSpan.FromHours(1), 23), hours.Zip(hours.Skip(1), (a, b) => b.Hour - a.Hour));
        Assert.True(hours[^1].Hour <= Host.Now && Host.Now - hours[^1].Hour < TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task A_read_is_counted_once_however_many_flushes_are_due()
    {
        await Host.ValueAsync(_caller);

        Host.Time.Advance(100 * UsageRecorder.FlushInterval); // A machine that was suspended has many ticks waiting.

        Assert.Equal(1, (await ViewAsync()).Reads);
    }

    [Fact]
    public async Task Read_counts_are_shown_for_at_most_a_week_and_kept_for_ninety_days()
    {
        await Host.ValueAsync(_caller);
        await ViewAsync();
        Host.Time.Advance(TimeSpan.FromHours(ViewUsage.MaxHours));
        await Host.ValueAsync(_caller);
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        Assert.Equal(1, (await ViewAsync(owner, ViewUsage.MaxHours)).Reads);
        Assert.Equal(2, await RowsAsync());
        foreach (var hours in new[] { 0, -1, ViewUsage.MaxHours + 1 })
        {
            Expect.Failed(await Host.AskAsync(owner, new ViewUsage(_service, hours)), "usage_hours_invalid");
        }

        Host.Time.Advance(UsageRecorder.Retention - TimeSpan.FromHours(ViewUsage.MaxHours) + TimeSpan.FromHours(1));
        await Host.RefusedAsync(_caller); // The credential has expired meanwhile.
        await ViewAsync(await Host.MemberAsync(Roles.SuperAdministrator));

        Assert.Equal(2, await RowsAsync());
    }

    [Fact]
    public async Task A_read_whose_audit_row_could_not_be_written_is_not_counted()
    {
        await Host.ValueAsync(_caller);
        await using var db = Host.OpenDb();
        // The next read is answered from the cache, so its row goes to the tail.
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"AuditTail\" RENAME TO \"Elsewhere\"", TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<Exception>(() => Host.ValueAsync(_caller));
        Host.Time.Advance(UsageRecorder.FlushInterval);
        await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"AuditTail\"", TestContext.Current.CancellationToken);
        await Host.ValueAsync(_caller);

        Assert.Equal(2, (await ViewAsync()).Reads);
    }

    [Fact]
    public async Task The_read_counts_of_a_removed_service_are_deleted_and_block_no_later_flush()
    {
        await Host.ValueAsync(_caller);
        await ViewAsync();
        await Host.ValueAsync(_caller);

        await Host.DoAsync(Host.Owner, new RemoveService(_service, Force: true));
        Host.Time.Advance(UsageRecorder.FlushInterval);
        await Host.DoAsync(Host.Owner, new ListStores());

        Assert.Equal(0, await RowsAsync());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Usage_is_shown_only_to_those_who_may_see_the_service_and_lists_refusals_with_both_checks()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await Host.RefusedAsync(_caller);
        await Host.RefusedAsync(_caller, "NO_SUCH");
        var (inside, outside) = (
            await Host.MemberAsync(Roles.None, (_store, Roles.Reporter)),
            await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Reporter))
        );

        var refused = (await ViewAsync(inside)).Refused;

        Assert.Equal(
            [(null, CheckResult.Failed, CheckResult.Failed), ("KEY", CheckResult.Passed, CheckResult.Failed)],
            refused.OrderByDescending(r => r.Id).Select(r => (r.TargetName, r.Authorization, r.Scope))
        );
        Assert.True(Expect.Refused(await Host.AskAsync(outside, new ViewUsage(_service))).HiddenTarget);
        Assert.True(Expect.Refused(await Host.AskAsync(inside, new ViewUsage(new ServiceId("no-such")))).HiddenTarget);
    }

    [Fact]
    public async Task Refusals_of_a_service_are_found_through_an_index_without_scanning_its_reads()
    {
        await using var db = Host.OpenDb();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var explain = ViewUsage
            .Refusals(db.AuditEntries, _service.Value, Host.Now.AddDays(-1))
            .OrderByDescending(a => a.At)
            .Take(10)
            .CreateDbCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {explain.CommandText}";
        await using var plan = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);

        Assert.True(await plan.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains("(Result=? AND At>?)", plan.GetString(3), StringComparison.Ordinal);
    }

    /// <summary>After what is in memory was written.</summary>
    private async Task<ServiceUsage> ViewAsync(Person? person = null, int hours = 24)
    {
        Host.Time.Advance(UsageRecorder.FlushInterval);
        await Host.DoAsync(person ?? Host.Owner, new ListStores()); // Its row comes after what was waiting.
        return await Host.DoAsync(person ?? Host.Owner, new ViewUsage(_service, hours));
    }

    private async Task<int> RowsAsync()
    {
        await using var db = Host.OpenDb();
        return await db.HoursOfReads.CountAsync();
    }
}
