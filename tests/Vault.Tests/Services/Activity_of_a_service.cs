using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;

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
    public async Task Another_stores_service_has_no_activity_to_see()
    {
        var service = await World.ServiceAsync(Scopes.Workers, await World.StoreAsync("other"));
        var reporter = await World.MemberAsync(Roles.None, (await World.StoreAsync("mine"), Roles.Reporter));

        Expect.Outside(await World.AskAsync(reporter, new ServiceActivity(service)));
    }
}
