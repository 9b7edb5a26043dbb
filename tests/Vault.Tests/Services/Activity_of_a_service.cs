using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Usage;

namespace SecretsDashboard.Vault.Tests.Services;

public sealed class Activity_of_a_service : VaultTest
{
    [Fact]
    public async Task The_activity_of_a_service_lists_done_and_refused_acts_newest_first_without_looks()
    {
        var store = await Host.StoreAsync();
        var service = await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers, store));
        var secret = await Host.SecretAsync(store, "STRIPE", Scopes.Dex);
        await Host.AskAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));
        await Host.DoAsync(Host.Owner, new GetService(service));

        var rows = await Host.DoAsync(Host.Owner, new ServiceActivity(service));

        Assert.Equal([(Act.Bind, AuditResult.Refused), (Act.RegisterService, AuditResult.Done)], rows.Select(r => (r.Act, r.Result)));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Every_role_may_see_the_activity_of_a_service(Roles roles)
    {
        var service = await Host.ServiceAsync(Scopes.Workers);

        await Host.DoAsync(await Host.MemberAsync(roles), new ServiceActivity(service));
    }

    [Fact]
    public async Task The_second_page_of_activity_continues_where_the_first_ended()
    {
        var store = await Host.StoreAsync();
        var service = await Host.ServiceAsync(Scopes.Workers, store);
        for (var i = 0; i < ActivityRow.PageSize + 5; i++)
        {
            await Host.AskAsync(Host.Owner, new UnbindSecret(service, "NOT_THERE"));
        }

        var first = await Host.DoAsync(Host.Owner, new ServiceActivity(service));
        var second = await Host.DoAsync(Host.Owner, new ServiceActivity(service, first[^1].Id));

        Assert.Equal((ActivityRow.PageSize, 5), (first.Count, second.Count));
    }

    [Fact]
    public async Task Very_many_reads_do_not_change_the_activity_of_a_service()
    {
        var store = await Host.StoreAsync();
        var (service, other) = (
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers, store)),
            await Host.ServiceAsync(Scopes.Workers)
        );
        var secret = await Host.SecretAsync(store, "STRIPE", Scopes.Workers);
        foreach (var bound in new[] { service, other })
        {
            await Host.DoAsync(Host.Owner, new BindSecret(bound, secret, "KEY"));
        }
        var (caller, visitor) = ((await Host.CredentialAsync(service)).AsCaller(), (await Host.CredentialAsync(other)).AsCaller());
        for (var i = 0; i < ActivityRow.PageSize; i++)
        {
            Host.Time.Advance(TimeSpan.FromMilliseconds(i % 2)); // Some at the same moment.
            await Host.RefusedAsync(caller, "NO_SUCH");
            await Host.RefusedAsync(visitor, "NO_SUCH");
            await Host.AskAsync(Host.Owner, new UnbindSecret(service, "NOT_THERE"));
        }
        await Host.ValueAsync(caller);
        var before = await PagesAsync(service);

        Host.ReadOften(service);

        Assert.Equal(before, await PagesAsync(service));
        Assert.Equal(2 * ActivityRow.PageSize + 3, before.Count); // Registered, bound, credential issued.
    }

    [Fact]
    public async Task The_activity_of_another_stores_service_is_answered_as_if_the_service_did_not_exist()
    {
        var service = await Host.ServiceAsync(Scopes.Workers, await Host.StoreAsync("other"));
        var reporter = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("mine"), Roles.Reporter));

        Expect.Outside(await Host.AskAsync(reporter, new ServiceActivity(service)));
    }

    private async Task<List<long>> PagesAsync(ServiceId service)
    {
        var (ids, page) = (new List<long>(), await Host.DoAsync(Host.Owner, new ServiceActivity(service)));
        while (page.Count > 0)
        {
            ids.AddRange(page.Select(a => a.Id));
            page = await Host.DoAsync(Host.Owner, new ServiceActivity(service, ids[^1]));
        }
        return ids;
    }
}
