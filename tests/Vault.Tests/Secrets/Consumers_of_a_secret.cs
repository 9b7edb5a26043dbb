using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Consumers_of_a_secret : VaultTest
{
    private StoreId _store;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        await Host.ServiceAsync(Scopes.Workers, _store, "of-the-store");
        await Host.ServiceAsync(Scopes.Workers, name: "of-the-account");
        await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.ServiceAsync(Scopes.Workers, await Host.StoreAsync("other"), "elsewhere");
    }

    [Fact]
    public async Task Consumers_of_a_store_are_counted_by_kind_including_services_of_the_account()
    {
        var counts = await Host.DoAsync(Host.Owner, new CountConsumers(_store));

        Assert.Equal((2, 1, false), (counts[Scopes.Workers], counts[Scopes.Dex], counts.ContainsKey(Scopes.Access)));
    }

    [Fact]
    public async Task A_member_of_the_store_alone_does_not_learn_of_the_accounts_services()
    {
        var admin = await Host.MemberAsync(Roles.None, (_store, Roles.Admin));

        Assert.Equal(new Dictionary<Scopes, int> { [Scopes.Workers] = 1 }, await Host.DoAsync(admin, new CountConsumers(_store)));
    }

    [Fact]
    public async Task Services_whose_kind_is_in_a_secrets_scopes_are_listed_as_its_consumers()
    {
        var secret = await Host.SecretAsync(_store, "API_KEY", Scopes.Workers | Scopes.Access);

        var consumers = await Host.DoAsync(Host.Owner, new ListConsumers(secret));

        Assert.Equal([("of-the-account", true), ("of-the-store", false)], consumers.Items.Select(c => (c.Name, c.OfTheAccount)));
        Assert.Equal(2, consumers.Total);
    }
}
