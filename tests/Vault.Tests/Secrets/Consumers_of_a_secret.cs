using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Consumers_of_a_secret : InAWorld
{
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        await World.ServiceAsync(Scopes.Workers, _store, "of-the-store");
        await World.ServiceAsync(Scopes.Workers, name: "of-the-account");
        await World.ServiceAsync(Scopes.Dex, name: "probe");
        await World.ServiceAsync(Scopes.Workers, await World.StoreAsync("other"), "elsewhere");
    }

    [Fact]
    public async Task Services_are_counted_by_kind_those_of_the_account_included()
    {
        var counts = await World.DoAsync(World.Boss, new CountConsumers(_store));

        Assert.Equal((2, 1, false), (counts[Scopes.Workers], counts[Scopes.Dex], counts.ContainsKey(Scopes.Access)));
    }

    [Fact]
    public async Task A_member_of_the_store_alone_does_not_learn_of_the_accounts_services()
    {
        var admin = await World.MemberAsync(Roles.None, (_store, Roles.Admin));

        Assert.Equal(new Dictionary<Scopes, int> { [Scopes.Workers] = 1 }, await World.DoAsync(admin, new CountConsumers(_store)));
    }

    [Fact]
    public async Task Those_whose_kind_is_in_the_scopes_are_named()
    {
        var secret = await World.SecretAsync(_store, "API_KEY", Scopes.Workers | Scopes.Access);

        var consumers = await World.DoAsync(World.Boss, new ListConsumers(secret));

        Assert.Equal([("of-the-account", true), ("of-the-store", false)], consumers.Items.Select(c => (c.Name, c.OfTheAccount)));
        Assert.Equal(2, consumers.Total);
    }
}
