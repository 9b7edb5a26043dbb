using System.Net;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Stores(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Theory]
    [InlineData("""{"name":"NAME"}""")]
    [InlineData("""{"name":"NAME","unknown":{"a":[1]}}""")]
    public async Task A_store_can_be_created_shown_and_deleted(string body)
    {
        var name = $"store-{Guid.NewGuid():N}";

        var made = await api.SendAsync("POST", api.Stores, body.Replace("NAME", name, StringComparison.Ordinal));
        var shown = await api.GetAsync($"{api.Stores}/{made.Id}");
        var deleted = await api.SendAsync("DELETE", $"{api.Stores}/{made.Id}");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal(["id", "account_id", "name", "created", "modified"], made.Result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (name, api.Vault.AccountId),
            (made.Result.GetProperty("name").GetString(), made.Result.GetProperty("account_id").GetString())
        );
        Assert.Equal(made.Result.GetRawText(), shown.Result.GetRawText());
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (deleted.Status, deleted.Result.ValueKind));
        Assert.Equal("404 1001 store_not_found", (await api.GetAsync($"{api.Stores}/{made.Id}")).Error);
    }

    [Fact]
    public async Task A_client_that_sends_a_list_of_stores_gets_a_list_back()
    {
        var name = $"store-{Guid.NewGuid():N}";

        var made = await api.SendAsync("POST", api.Stores, $$"""[{"name":"{{name}}"}]""");

        Assert.Equal(name, Assert.Single(made.Result.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_store_list_is_paged_and_empty_past_its_end()
    {
        await api.StoreAsync();
        var store = await api.StoreAsync();

        var first = await api.GetAsync($"{api.Stores}?per_page=1&page=1&order=created&direction=desc");
        var beyond = await api.GetAsync($"{api.Stores}?per_page=1&page=1000000");

        Assert.Equal(store.Value, Assert.Single(first.Result.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["count", "page", "per_page", "total_count"], first.Info.EnumerateObject().Select(p => p.Name));
        Assert.Equal((0, 0), (beyond.Result.GetArrayLength(), beyond.Info.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task A_store_that_is_not_empty_is_deleted_only_by_force()
    {
        var store = await api.StoreAsync();
        await api.SecretAsync(store);

        var refused = await api.SendAsync("DELETE", $"{api.Stores}/{store}");
        var forced = await api.SendAsync("DELETE", $"{api.Stores}/{store}?force=true");

        Assert.Equal("409 1003 store_not_empty", refused.Error);
        Assert.Contains("Delete them first", Assert.Single(refused.Messages), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, forced.Status);
    }

    [Fact]
    public async Task The_account_has_a_quota_of_secrets()
    {
        var quota = (await api.GetAsync($"{api.Account}/secrets_store/quota")).Result.GetProperty("secrets");

        Assert.Equal(10_000, quota.GetProperty("quota").GetInt32());
        Assert.True(quota.GetProperty("usage").GetInt32() >= 0);
    }

    [Fact]
    public async Task A_store_name_can_be_used_only_once()
    {
        var name = $"store-{Guid.NewGuid():N}";
        await api.SendAsync("POST", api.Stores, $$"""{"name":"{{name}}"}""");

        Assert.Equal(
            $"400 1003 store_name_already_exists: {name}",
            (await api.SendAsync("POST", api.Stores, $$"""{"name":"{{name}}"}""")).Error
        );
    }
}
