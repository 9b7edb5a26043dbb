namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>Which of its error classes the SDK throws, and what it can say to its user.</summary>
public class Refused_methods(ApiClientHost host)
{
    private const string Secrets = "secretsStore.stores.secrets";

    private object Account => new { account_id = host.Account };

    [Fact]
    public async Task An_invalid_token_causes_an_authentication_error() =>
        (await host.WithToken("not-a-token").TryAsync("secretsStore.stores.list", Account)).Refused(
            "AuthenticationError",
            401,
            1000,
            "Invalid API Token"
        );

    [Theory]
    [InlineData(TokenLevel.Read)]
    [InlineData(TokenLevel.Bind)]
    internal async Task A_token_that_may_not_create_secrets_is_rejected_with_the_permission_that_it_needs(TokenLevel level)
    {
        var store = await host.StoreAsync();

        var refused = await host.With(level).TryAsync($"{Secrets}.create", store, host.NewSecret("REFUSED"));

        refused.Refused("PermissionDeniedError", 403, 10000, "Authentication error");
        Assert.Contains("Manage", refused.Thrown!.Message, StringComparison.Ordinal);
        Assert.Empty(await host.FullAccess.EveryAsync($"{Secrets}.list", store, Account));
    }

    [Fact]
    public async Task Another_account_is_not_found() =>
        (await host.FullAccess.TryAsync("secretsStore.stores.list", new { account_id = TestObjects.UnknownId })).Refused(
            "NotFoundError",
            404,
            7003,
            ""
        );

    [Fact]
    public async Task A_secret_of_another_store_is_not_found()
    {
        var (home, other) = (await host.StoreAsync(), await host.StoreAsync());
        var id = (await host.SecretAsync(home, "AT_HOME")).Text("id");

        (await host.FullAccess.TryAsync($"{Secrets}.get", id, host.In(other))).Refused("NotFoundError", 404, 1001, "secret_not_found");
        (await host.FullAccess.TryAsync($"{Secrets}.delete", id, host.In(other))).Refused("NotFoundError", 404, 1001, "secret_not_found");
        await host.FullAccess.DoAsync($"{Secrets}.get", id, host.In(home));
    }

    [Fact]
    public async Task One_taken_name_prevents_the_creation_of_every_secret_in_the_request()
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "TAKEN");

        (await host.FullAccess.TryAsync($"{Secrets}.create", store, host.NewSecret("NEW", "TAKEN"))).Refused(
            "BadRequestError",
            400,
            1003,
            "secret_name_already_exists: TAKEN"
        );

        Assert.Single(await host.FullAccess.EveryAsync($"{Secrets}.list", store, Account));
    }

    [Fact]
    public async Task A_value_that_is_too_long_is_refused_and_not_echoed()
    {
        var value = host.LeakCheck.NewValue() + new string('x', 65_536);
        object body = new[]
        {
            new
            {
                name = "LONG",
                value,
                scopes = new[] { "workers" },
            },
        };

        var refused = await host.FullAccess.TryAsync($"{Secrets}.create", await host.StoreAsync(), new { account_id = host.Account, body });

        refused.Refused("BadRequestError", 400, 1001, "secret_value_too_long");
    }

    [Fact]
    public async Task A_secret_without_scopes_is_refused()
    {
        object body = new[]
        {
            new
            {
                name = "NOWHERE",
                value = host.LeakCheck.NewValue(),
                scopes = Array.Empty<string>(),
            },
        };

        (await host.FullAccess.TryAsync($"{Secrets}.create", await host.StoreAsync(), new { account_id = host.Account, body })).Refused(
            "BadRequestError",
            400,
            1001,
            "secret_scopes_empty"
        );
    }

    [Fact]
    public async Task An_edit_to_an_unknown_scope_is_refused()
    {
        var store = await host.StoreAsync();
        var id = (await host.SecretAsync(store, "SCOPED")).Text("id");

        var refused = await host.FullAccess.TryAsync(
            $"{Secrets}.edit",
            id,
            new
            {
                account_id = host.Account,
                store_id = store,
                scopes = new[] { "everything" },
            }
        );

        refused.Refused("BadRequestError", 400, 1001, "secret_scope_invalid");
    }

    [Fact]
    public async Task Deleting_a_bound_secret_causes_a_conflict_unless_it_is_forced()
    {
        var store = await host.StoreAsync();
        var id = (await host.SecretAsync(store, "BOUND")).Text("id");
        await host.BindAsync(store, "BOUND");

        (await host.FullAccess.TryAsync($"{Secrets}.delete", id, host.In(store))).Refused("ConflictError", 409, 1003, "secret_in_use");

        await host.FullAccess.DoAsync($"{Secrets}.delete", id, host.In(store), new { query = new { force = true } });
    }
}
