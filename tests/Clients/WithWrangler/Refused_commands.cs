namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary>The output of commands that are refused.</summary>
public class Refused_commands(ApiClientHost host)
{
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task Creating_a_secret_with_a_taken_name_fails_with_that_name(string wrangler)
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "TAKEN");

        (await CreateAsync(wrangler, store, "TAKEN", "workers")).Failed("secret_name_already_exists: TAKEN [code: 1003]");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task An_unknown_scope_is_refused(string wrangler) =>
        (await CreateAsync(wrangler, await host.StoreAsync(), "SCOPED", "everything")).Failed("secret_scope_invalid");

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task An_unknown_store_is_not_found(string wrangler) =>
        (await CreateAsync(wrangler, TestObjects.UnknownId, "HOMELESS", "workers")).Failed("store_not_found [code: 1001]");

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_store_that_is_not_there_cannot_be_deleted(string wrangler) =>
        (await new Wrangler(host, wrangler).SecretsStoreAsync("store", "delete", TestObjects.UnknownId)).Failed(
            "store_not_found [code: 1001]"
        );

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task An_unknown_secret_is_not_found(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "get", store, "--secret-id", TestObjects.UnknownId);

        result.Failed("secret_not_found [code: 1001]");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_duplicate_under_a_taken_name_is_refused(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "TWICE")).Text("id");

        var result = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "duplicate",
            store,
            "--secret-id",
            secret,
            "--name",
            "TWICE",
            "--scopes",
            "workers"
        );

        result.Failed("secret_name_already_exists: TWICE");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task Deleting_or_narrowing_a_bound_secret_fails_and_the_deletion_names_the_binding(string wrangler)
    {
        var store = await host.StoreAsync();
        var secret = (await host.SecretAsync(store, "BOUND")).Text("id");
        await host.BindAsync(store, "BOUND");

        var deleted = await new Wrangler(host, wrangler).SecretsStoreAsync("secret", "delete", store, "--secret-id", secret);
        var narrowed = await new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "update",
            store,
            "--secret-id",
            secret,
            "--scopes",
            "dex"
        );

        deleted.Failed("secret_in_use");
        Assert.Contains("binds BOUND as VARIABLE", deleted.Output, StringComparison.Ordinal);
        narrowed.Failed("secret_in_use");
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task A_token_that_may_not_create_secrets_is_rejected_with_the_permission_that_it_needs(string wrangler)
    {
        var store = await host.StoreAsync();

        var result = await new Wrangler(host, wrangler) { TokenLevel = TokenLevel.Read }.SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            "REFUSED",
            "--value",
            host.LeakCheck.NewValue(),
            "--scopes",
            "workers"
        );

        result.Failed("[code: 10000]");
        Assert.Contains("Manage", result.Output, StringComparison.Ordinal);
    }

    private Task<CommandResult> CreateAsync(string wrangler, string store, string name, string scopes) =>
        new Wrangler(host, wrangler).SecretsStoreAsync(
            "secret",
            "create",
            store,
            "--name",
            name,
            "--value",
            host.LeakCheck.NewValue(),
            "--scopes",
            scopes
        );
}
