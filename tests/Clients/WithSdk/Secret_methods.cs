using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary><c>client.secretsStore.stores.secrets</c> where it does its work.</summary>
public class Secret_methods(ApiClientHost host)
{
    private const string Secrets = "secretsStore.stores.secrets";

    [Theory]
    [InlineData(SdkVersion.Newest)]
    [InlineData(SdkVersion.Five)]
    internal async Task Creating_secrets_returns_each_one_without_its_value(SdkVersion version)
    {
        var store = await host.StoreAsync();

        var made = await host.With(TokenLevel.Manage, version).EveryAsync($"{Secrets}.create", store, host.NewSecret("ONE", "TWO"));

        Assert.Equal(["ONE", "TWO"], made.Select(secret => secret.Text("name")));
        Assert.All(
            made,
            secret =>
                Assert.Equal(["comment", "created", "id", "modified", "name", "scopes", "status", "store_id"], secret.Fields().Order())
        );
    }

    [Fact]
    public async Task A_list_over_several_pages_ends_and_holds_each_secret_once()
    {
        var store = await host.StoreAsync();
        string[] names = ["A", "B", "C", "D", "E"];
        await host.FullAccess.DoAsync($"{Secrets}.create", store, host.NewSecret(names));

        var listed = await host.With(TokenLevel.Read)
            .EveryAsync(
                $"{Secrets}.list",
                store,
                new
                {
                    account_id = host.Account,
                    per_page = 2,
                    order = "name",
                    direction = "asc",
                }
            );

        Assert.Equal(names, listed.Select(secret => secret.Text("name")));
    }

    [Fact]
    public async Task A_list_of_secrets_is_narrowed_by_search_and_by_scopes()
    {
        var store = await host.StoreAsync();
        await host.FullAccess.DoAsync($"{Secrets}.create", store, host.NewSecret("MAIL_KEY", "MAP_KEY"));

        var found = await host.FullAccess.EveryAsync(
            $"{Secrets}.list",
            store,
            new
            {
                account_id = host.Account,
                search = "mail",
                scopes = new[] { new[] { "workers", "dex" } },
            }
        );

        Assert.Equal("MAIL_KEY", Assert.Single(found).Text("name"));
        Assert.Empty(
            await host.FullAccess.EveryAsync(
                $"{Secrets}.list",
                store,
                new { account_id = host.Account, scopes = new[] { new[] { "dex" } } }
            )
        );
    }

    [Fact]
    public async Task Editing_a_secret_changes_only_the_given_fields()
    {
        var store = await host.StoreAsync();
        var id = (await host.SecretAsync(store, "EDITED")).Text("id");

        await host.FullAccess.DoAsync(
            $"{Secrets}.edit",
            id,
            new
            {
                account_id = host.Account,
                store_id = store,
                value = host.LeakCheck.NewValue(),
                scopes = new[] { "workers", "ai-gateway" },
            }
        );
        var now = await host.FullAccess.DoAsync($"{Secrets}.get", id, host.In(store));

        Assert.Equal(["ai_gateway", "workers"], now.Texts("scopes"));
        Assert.Equal(("EDITED", "from the tests"), (now.Text("name"), now.Text("comment")));
    }

    [Fact]
    public async Task Duplicating_a_secret_returns_the_new_secret()
    {
        var store = await host.StoreAsync();
        var id = (await host.SecretAsync(store, "SOURCE")).Text("id");

        var copy = await host.FullAccess.DoAsync(
            $"{Secrets}.duplicate",
            id,
            new
            {
                account_id = host.Account,
                store_id = store,
                name = "COPY",
                scopes = new[] { "access" },
                comment = "a copy",
            }
        );

        Assert.Equal(("COPY", "a copy"), (copy.Text("name"), copy.Text("comment")));
        Assert.NotEqual(id, copy.Text("id"));
    }

    [Fact]
    public async Task Deleting_a_secret_removes_it()
    {
        var store = await host.StoreAsync();
        var id = (await host.SecretAsync(store, "DELETED")).Text("id");

        var result = await host.FullAccess.DoAsync($"{Secrets}.delete", id, host.In(store));

        Assert.Equal(JsonValueKind.Null, result.ValueKind);
        (await host.FullAccess.TryAsync($"{Secrets}.get", id, host.In(store))).Refused("NotFoundError", 404, 1001, "secret_not_found");
    }

    [Theory]
    [InlineData(SdkVersion.Newest)]
    [InlineData(SdkVersion.Five)]
    internal async Task A_bulk_delete_removes_the_named_secrets_in_the_request_shape_of_each_sdk_version(SdkVersion version)
    {
        var store = await host.StoreAsync();
        var ids = (await host.FullAccess.EveryAsync($"{Secrets}.create", store, host.NewSecret("ONE", "TWO", "STAYS")))
            .Select(secret => secret.Text("id"))
            .ToList();
        object body = version == SdkVersion.Newest ? new { ids = ids.Take(2) } : ids.Take(2).Select(id => new { id });

        await host.With(TokenLevel.Edit, version).DoAsync($"{Secrets}.bulkDelete", store, new { account_id = host.Account }, new { body });

        var left = await host.FullAccess.EveryAsync($"{Secrets}.list", store, new { account_id = host.Account });
        Assert.Equal("STAYS", Assert.Single(left).Text("name"));
    }

    [Fact]
    public async Task A_bulk_delete_without_a_body_is_rejected_and_deletes_nothing()
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "STAYS");

        (await host.FullAccess.TryAsync($"{Secrets}.bulkDelete", store, new { account_id = host.Account })).Refused(
            "BadRequestError",
            400,
            1001,
            "invalid_json_body"
        );

        Assert.Single(await host.FullAccess.EveryAsync($"{Secrets}.list", store, new { account_id = host.Account }));
    }
}
