using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Bindings;

public sealed class Finding_bindable_secrets : VaultTest
{
    [Fact]
    public async Task Bindable_secrets_come_first_and_the_others_show_their_scopes()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "A_DEX", Scopes.Dex);
        await Host.SecretAsync(store, "B_WORKERS", Scopes.Workers | Scopes.Dex);
        var service = await Host.ServiceAsync(Scopes.Workers, store);

        var found = await Host.DoAsync(Host.Owner, new FindBindableSecrets(service, ""));

        Assert.Equal([("B_WORKERS", true), ("A_DEX", false)], found.Select(s => (s.Name, s.Fits)));
        Assert.Equal(Scopes.Dex, found[1].Scopes);
    }

    [Fact]
    public async Task An_account_service_finds_secrets_in_every_store_and_a_stores_service_only_in_its_store()
    {
        var (one, two) = (await Host.StoreAsync("one"), await Host.StoreAsync("two"));
        await Host.SecretAsync(one, "KEY");
        await Host.SecretAsync(two, "KEY");

        var everywhere = await Host.DoAsync(Host.Owner, new FindBindableSecrets(await Host.ServiceAsync(Scopes.Workers), "key"));
        var inOne = await Host.DoAsync(Host.Owner, new FindBindableSecrets(await Host.ServiceAsync(Scopes.Workers, one), "key"));

        Assert.Equal(["one", "two"], everywhere.Select(s => s.StoreName).Order());
        Assert.Equal(["one"], inOne.Select(s => s.StoreName));
    }

    [Fact]
    public async Task The_search_for_bindable_secrets_offers_no_deleted_ones_and_limits_its_results()
    {
        var store = await Host.StoreAsync();
        await Host.DoAsync(Host.Owner, new DeleteSecret(await Host.SecretAsync(store, "GONE")));
        await Host.DoAsync(Host.Owner, new CreateSecrets(store, [.. Enumerable.Range(0, 30).Select(i => VaultSampleData.New($"KEY_{i}"))]));
        var service = await Host.ServiceAsync(Scopes.Workers, store);

        var found = await Host.DoAsync(Host.Owner, new FindBindableSecrets(service, null));

        Assert.Equal(FindBindableSecrets.MaxResults, found.Count);
        Assert.DoesNotContain(found, s => s.Name == "GONE");
        Expect.Failed(await Host.AskAsync(Host.Owner, new FindBindableSecrets(service, new string('x', 201))), "search_too_long");
    }
}
