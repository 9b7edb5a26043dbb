namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler secrets-store store …</c>.</summary>
public class Store_commands(ApiClientHost host)
{
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_store_create_command_creates_a_store_and_shows_its_id(string wrangler)
    {
        var name = TestObjects.NewName("made");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("store", "create", name);

        result.Succeeded($"Created store! (Name: {name}, ID: ");
        Assert.Contains(
            await host.FullAccess.EveryAsync("secretsStore.stores.list", new { account_id = host.Account }),
            store => store.Text("name") == name
        );
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_store_create_command_reports_that_a_name_is_taken(string wrangler)
    {
        var name = TestObjects.NewName("taken");
        await host.FullAccess.DoAsync("secretsStore.stores.create", new { account_id = host.Account, name });

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("store", "create", name);

        result.Failed("[code: 1003]");
        Assert.Contains("store_name_already_exists", result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_store_list_command_shows_stores_with_their_account(string wrangler)
    {
        await host.StoreAsync();

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("store", "list", "--per-page", "100");

        result.Succeeded(host.Account);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_base_url_that_ends_in_a_slash_works_in_the_same_way(string wrangler)
    {
        var name = TestObjects.NewName("slash");

        (await new Wrangler(host, wrangler) { EndsInSlash = true }.SecretsStoreAsync("store", "create", name)).Succeeded("Created store!");
        (await new Wrangler(host, wrangler) { EndsInSlash = true }.SecretsStoreAsync("store", "list", "--per-page", "100")).Succeeded(name);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_store_delete_command_removes_an_empty_store(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("store", "delete", store);

        result.Succeeded($"Deleted store! (ID: {store})");
        (await host.FullAccess.TryAsync("secretsStore.stores.get", store, new { account_id = host.Account })).Refused(
            "NotFoundError",
            404,
            1001,
            "store_not_found"
        );
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_store_delete_command_keeps_a_store_that_is_not_empty(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "STILL_HERE");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("store", "delete", store);

        result.Failed("store_not_empty");
        await host.FullAccess.DoAsync("secretsStore.stores.get", store, new { account_id = host.Account });
    }
}
