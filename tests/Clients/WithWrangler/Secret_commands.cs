namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler secrets-store secret …</c> that do their work.</summary>
public class Secret_commands(ApiClientHost host)
{
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_create_command_creates_a_secret_and_trims_its_scopes(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "API_KEY",
            "--value",
            host.LeakCheck.NewValue(),
            "--scopes",
            "workers, ai-gateway",
            "--comment",
            "for the website"
        );

        result.Succeeded("Created secret!");
        Assert.Contains("ai_gateway, workers", result.Output, StringComparison.Ordinal);
        Assert.Contains("for the website", result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_create_command_accepts_the_value_from_a_pipe(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await new Wrangler(host, wrangler) { Input = host.LeakCheck.NewValue() }.SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "PIPED",
            "--scopes",
            "workers"
        );

        result.Succeeded("Created secret!");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_list_command_shows_names_and_scopes(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "LISTED");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "list", store);

        result.Succeeded("LISTED");
        Assert.Contains("workers", result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_list_command_reports_that_a_store_is_empty(string wrangler)
    {
        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "list", await host.StoreAsync());

        result.Failed("List request returned no secrets.");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_get_command_shows_one_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "SHOWN")).Text("id");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "get", store, "--secret-id", secret);

        result.Succeeded("SHOWN");
        Assert.Contains(secret, result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_update_command_changes_only_the_given_fields(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "CHANGED")).Text("id");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "update",
            store,
            "--secret-id",
            secret,
            "--value",
            host.LeakCheck.NewValue(),
            "--scopes",
            "workers,dex"
        );

        result.Succeeded($"Updated secret! (ID: {secret})");
        var now = await host.FullAccess.DoAsync("secretsStore.stores.secrets.get", secret, host.In(store));
        Assert.Equal(["dex", "workers"], now.Texts("scopes"));
        Assert.Equal("from the tests", now.Text("comment"));
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_duplicate_command_creates_a_second_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "FIRST")).Text("id");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync(
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

        result.Succeeded("Duplicated secret!");
        Assert.Contains("SECOND", result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_secret_delete_command_removes_the_secret(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "GONE")).Text("id");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "delete", store, "--secret-id", secret);

        result.Succeeded($"Deleted secret! (ID: {secret})");
        Assert.Empty(await host.FullAccess.EveryAsync("secretsStore.stores.secrets.list", store, new { account_id = host.Account }));
    }
}
