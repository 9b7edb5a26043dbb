using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Services;

public sealed class Activity_of_a_service : InAWorld
{
    [Fact]
    public async Task It_lists_what_was_done_and_refused_newest_first_and_leaves_out_that_somebody_looked()
    {
        var store = await World.StoreAsync();
        var service = await World.DoAsync(World.Boss, new RegisterService("checkout", Scopes.Workers, store));
        var secret = await World.SecretAsync(store, "STRIPE", Scopes.Dex);
        await World.AskAsync(World.Boss, new BindSecret(service, secret, "API_KEY"));
        await World.DoAsync(World.Boss, new GetService(service));

        var rows = await World.DoAsync(World.Boss, new ServiceActivity(service));

        Assert.Equal([(Act.Bind, AuditResult.Refused), (Act.RegisterService, AuditResult.Done)], rows.Select(r => (r.Act, r.Result)));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Every_role_may_see_it(Roles roles)
    {
        var service = await World.ServiceAsync(Scopes.Workers);

        await World.DoAsync(await World.MemberAsync(roles), new ServiceActivity(service));
    }

    [Fact]
    public async Task A_second_page_goes_on_where_the_first_ended()
    {
        var store = await World.StoreAsync();
        var service = await World.ServiceAsync(Scopes.Workers, store);
        for (var i = 0; i < ActivityRow.PageSize + 5; i++)
        {
            await World.AskAsync(World.Boss, new UnbindSecret(service, "NOT_THERE"));
        }

        var first = await World.DoAsync(World.Boss, new ServiceActivity(service));
        var second = await World.DoAsync(World.Boss, new ServiceActivity(service, first[^1].Id));

        Assert.Equal((ActivityRow.PageSize, 5), (first.Count, second.Count));
    }

    [Fact]
    public async Task Of_one_with_very_many_reads_it_is_the_same_and_does_not_go_through_them()
    {
        var store = await World.StoreAsync();
        var (service, other) = (await World.DoAsync(World.Boss, new RegisterService("checkout", Scopes.Workers, store)), await World.ServiceAsync(Scopes.Workers));
        var secret = await World.SecretAsync(store, "STRIPE", Scopes.Workers);
        foreach (var bound in new[] { service, other })
        {
            await World.DoAsync(World.Boss, new BindSecret(bound, secret, "KEY"));
        }
        var (caller, stranger) = ((await World.CredentialAsync(service)).Holder(), (await World.CredentialAsync(other)).Holder());
        for (var i = 0; i < ActivityRow.PageSize; i++)
        {
            World.Time.Advance(TimeSpan.FromMilliseconds(i % 2)); // Some at the same moment.
            await World.RefusedAsync(caller, "NO_SUCH");
            await World.RefusedAsync(stranger, "NO_SUCH");
            await World.AskAsync(World.Boss, new UnbindSecret(service, "NOT_THERE"));
        }
        await World.ValueAsync(caller);
        var before = await PagesAsync(service);

        ReadOften(service, ServiceActivity.Few);

        Assert.Equal(before, await PagesAsync(service));
        Assert.Equal(2 * ActivityRow.PageSize + 3, before.Count); // Registered, bound, credential issued.
    }

    [Theory]
    [InlineData(true, "USING INDEX IX_AuditEntries_Act_At (Act=? AND At<?)")]
    [InlineData(false, "USING INDEX IX_AuditEntries_Act_At (Act=?)")]
    public async Task Changes_are_found_without_going_through_the_services_reads(bool isOlder, string step)
    {
        await using var db = World.OpenDb();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var rows = ServiceActivity.Changes(db.AuditEntries, "any").Where(AuditFilter.IsChange);
        await using var explain = (isOlder ? rows.Where(a => a.At <= World.Now && (a.At < World.Now || a.Id < 7)) : rows).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(25).CreateDbCommand();
        explain.CommandText = $"EXPLAIN QUERY PLAN {explain.CommandText}";
        await using var plan = await explain.ExecuteReaderAsync(TestContext.Current.CancellationToken);

        Assert.True(await plan.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Contains(step, plan.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_stores_service_has_no_activity_to_see()
    {
        var service = await World.ServiceAsync(Scopes.Workers, await World.StoreAsync("other"));
        var reporter = await World.MemberAsync(Roles.None, (await World.StoreAsync("mine"), Roles.Reporter));

        Expect.Outside(await World.AskAsync(reporter, new ServiceActivity(service)));
    }

    private async Task<List<long>> PagesAsync(ServiceId service)
    {
        var (ids, page) = (new List<long>(), await World.DoAsync(World.Boss, new ServiceActivity(service)));
        while (page.Count > 0)
        {
            ids.AddRange(page.Select(a => a.Id));
            page = await World.DoAsync(World.Boss, new ServiceActivity(service, ids[^1]));
        }
        return ids;
    }

    /// <summary>As if it had read its value so often: copies of the one read that there is.</summary>
    private void ReadOften(ServiceId service, int times)
    {
        using var connection = new SqliteConnection(World.Vault.ConnectionString);
        connection.Open();
        using var copy = connection.CreateCommand();
        var columns = "ActorKind, ActorId, ActorName, SessionId, Address, Act, TargetKind, TargetId, TargetName, RelatedId, StoreId, Authorization, AuthorizationReason, Scope, ScopeReason, Result, Code, RequestId, Details, Mac";
        copy.CommandText = $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times})
            INSERT INTO AuditEntries (Chain, Number, At, {columns})
            SELECT 'copied', i, At + i, {columns} FROM AuditEntries, n WHERE Act = 'Resolve' AND TargetId = '{service}' AND Result = (SELECT Result FROM AuditEntries WHERE Act = 'RegisterService')
            """;
        Assert.Equal(times, copy.ExecuteNonQuery());
    }
}
