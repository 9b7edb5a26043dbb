using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Tests.Services;

public sealed class Removing_services : VaultTest
{
    [Fact]
    public async Task A_service_without_bindings_is_removed()
    {
        var service = await Host.ServiceAsync(Scopes.Workers);

        await Host.DoAsync(Host.Owner, new RemoveService(service));

        Expect.Outside(await Host.AskAsync(Host.Owner, new GetService(service)));
    }

    [Fact]
    public async Task Removing_a_service_with_bindings_is_rejected_and_lists_them()
    {
        var store = await Host.StoreAsync();
        var service = await Host.ServiceAsync(Scopes.Workers, store);
        await Host.DoAsync(Host.Owner, new BindSecret(service, await Host.SecretAsync(store, "API_KEY"), "KEY"));

        var problem = Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveService(service)), "service_in_use")[0];

        Assert.Equal([("KEY", "API_KEY")], problem.Dependants!.Select(d => (d.Variable, d.SecretName)));
        Assert.Single((await Host.DoAsync(Host.Owner, new GetService(service))).Bindings);
    }

    [Fact]
    public async Task A_forced_removal_of_a_service_removes_its_bindings_and_keeps_the_secret()
    {
        var store = await Host.StoreAsync();
        var service = await Host.ServiceAsync(Scopes.Workers, store);
        var secret = await Host.SecretAsync(store, "API_KEY");
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "KEY"));

        await Host.DoAsync(Host.Owner, new RemoveService(service, Force: true));

        await using var db = Host.OpenDb();
        Assert.Empty(db.Bindings);
        Assert.Empty(db.Services);
        Assert.Single(db.Secrets);
        Assert.Equal("""{"bindings_removed":1,"forced":true}""", (await Host.LastAuditAsync()).Details);
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    public async Task An_admin_or_reporter_cannot_remove_a_service(Roles roles)
    {
        var service = await Host.ServiceAsync(Scopes.Workers);
        var member = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(member, new RemoveService(service, Force: true)));

        await using var db = Host.OpenDb();
        Assert.Single(db.Services);
    }

    [Fact]
    public async Task Removing_a_service_outside_reach_is_answered_as_if_it_did_not_exist()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var service = await Host.ServiceAsync(Scopes.Workers, other);
        var deployer = await Host.MemberAsync(Roles.None, (mine, Roles.Deployer));

        Expect.Outside(await Host.AskAsync(deployer, new RemoveService(service, Force: true)));
    }
}
