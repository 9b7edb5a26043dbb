namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary><c>client.secretsStore.stores</c> and <c>.quota</c>.</summary>
public class Store_methods(ApiClientHost host)
{
    private object Account => new { account_id = host.Account };

    [Fact]
    public async Task Creating_a_store_returns_it_and_getting_it_returns_the_same_store()
    {
        var name = TestObjects.NewName("store");

        var made = await host.FullAccess.DoAsync("secretsStore.stores.create", new { account_id = host.Account, name });
        var got = await host.FullAccess.DoAsync("secretsStore.stores.get", made.Text("id"), Account);

        Assert.Equal(["account_id", "created", "id", "modified", "name"], made.Fields().Order());
        Assert.Equal((name, host.Account), (made.Text("name"), made.Text("account_id")));
        Assert.Equal(made.GetRawText(), got.GetRawText());
    }

    [Fact]
    public async Task Creating_a_store_with_the_older_request_shape_returns_a_list()
    {
        var name = TestObjects.NewName("older");

        var made = await host.With(TokenLevel.Edit, SdkVersion.Five)
            .EveryAsync("secretsStore.stores.create", new { account_id = host.Account, body = new[] { new { name } } });

        Assert.Equal(name, Assert.Single(made).Text("name"));
    }

    [Fact]
    public async Task Creating_a_store_with_a_taken_name_is_rejected()
    {
        var name = TestObjects.NewName("taken");
        await host.FullAccess.DoAsync("secretsStore.stores.create", new { account_id = host.Account, name });

        var again = await host.FullAccess.TryAsync("secretsStore.stores.create", new { account_id = host.Account, name });

        again.Refused("BadRequestError", 400, 1003, $"store_name_already_exists: {name}");
    }

    [Theory]
    [InlineData(SdkVersion.Newest)]
    [InlineData(SdkVersion.Five)]
    internal async Task A_list_over_several_pages_ends_and_holds_each_store_once(SdkVersion version)
    {
        string[] made = [await host.StoreAsync(), await host.StoreAsync(), await host.StoreAsync()];

        var listed = await host.With(TokenLevel.Read, version)
            .EveryAsync(
                "secretsStore.stores.list",
                new
                {
                    account_id = host.Account,
                    per_page = 2,
                    order = "created",
                    direction = "asc",
                }
            );

        var ids = listed.Select(store => store.Text("id")).ToList();
        Assert.Equal(made.Length, ids.Count(id => made.Contains(id)));
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public async Task Deleting_a_store_that_holds_a_secret_is_rejected_unless_it_is_forced()
    {
        var store = await host.StoreAsync();
        await host.SecretAsync(store, "KEPT");

        (await host.FullAccess.TryAsync("secretsStore.stores.delete", store, Account)).Refused(
            "ConflictError",
            409,
            1003,
            "store_not_empty"
        );
        await host.FullAccess.DoAsync("secretsStore.stores.delete", store, new { account_id = host.Account, force = true });

        (await host.FullAccess.TryAsync("secretsStore.stores.get", store, Account)).Refused("NotFoundError", 404, 1001, "store_not_found");
    }

    [Fact]
    public async Task The_quota_states_the_limit_and_the_number_of_secrets()
    {
        await host.SecretAsync(await host.StoreAsync(), "COUNTED");

        var quota = (await host.With(TokenLevel.Read).DoAsync("secretsStore.quota.get", Account)).GetProperty("secrets");

        Assert.Equal(10_000, quota.GetProperty("quota").GetInt32());
        Assert.InRange(quota.GetProperty("usage").GetInt32(), 1, 10_000);
    }
}
