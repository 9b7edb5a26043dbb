namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler secrets-store secret …</c> that do their work.</summary>
public class Secret_commands(ClientHost host)
{
    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_create_command_creates_a_secret_and_trims_its_scopes(string wrangler)
    {
        var store = await host.StoreAsync();

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "API_KEY",
            "--value",
            host.Leaks.NewValue(),
            "--scopes",
            "workers, ai-gateway",
            "--comment",
            "for the front door"
        );

        ran.Did("Created secret!");
        Assert.Contains("ai_gateway, workers", ran.Output, StringComparison.Ordinal);
        Assert.Contains("for the front door", ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_create_command_accepts_the_value_from_a_pipe(string wrangler)
    {
        var store = await host.StoreAsync();

        var ran = await new Wrangler(host, wrangler) { Input = host.Leaks.NewValue() }.SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "PIPED",
            "--scopes",
            "workers"
        );

        ran.Did("Created secret!");
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_list_command_shows_names_and_scopes(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "LISTED");

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "list", store);

        ran.Did("LISTED");
        Assert.Contains("workers", ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_list_command_reports_that_a_store_is_empty(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "list", await host.StoreAsync());

        ran.Failed("List request returned no secrets.");
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_get_command_shows_one_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "SHOWN")).Text("id");

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "get", store, "--secret-id", secret);

        ran.Did("SHOWN");
        Assert.Contains(secret, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_update_command_changes_only_the_given_fields(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "CHANGED")).Text("id");

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "update",
            store,
            "--secret-id",
            secret,
            "--value",
            host.Leaks.NewValue(),
            "--scopes",
            "workers,dex"
        );

        ran.Did($"Updated secret! (ID: {secret})");
        var now = await host.Keeper.DoAsync("secretsStore.stores.secrets.get", secret, host.In(store));
        Assert.Equal(["dex", "workers"], now.Texts("scopes"));
        Assert.Equal("from the tests", now.Text("comment"));
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_duplicate_command_creates_a_second_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "FIRST")).Text("id");

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "duplicate",
            store,
            "--secret-id",
            secret,
            "--name",
            "SECOND",
            "--scopes",
            "access"
        );

        ran.Did("Duplicated secret!");
        Assert.Contains("SECOND", ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_secret_delete_command_removes_the_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "GONE")).Text("id");

        var ran = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "delete", store, "--secret-id", secret);

        ran.Did($"Deleted secret! (ID: {secret})");
        Assert.Empty(await host.Keeper.EveryAsync("secretsStore.stores.secrets.list", store, new { account_id = host.Account }));
    }
}
