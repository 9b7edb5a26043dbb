using System.Net;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Stores(Programs programs) : IClassFixture<Programs>
{
    [Theory]
    [InlineData("""{"name":"NAME"}""")]
    [InlineData("""{"name":"NAME","unknown":{"a":[1]}}""")]
    public async Task Are_created_shown_and_deleted(string body)
    {
        var name = $"store-{Guid.NewGuid():N}";

        var made = await programs.SendAsync("POST", programs.Stores, body.Replace("NAME", name, StringComparison.Ordinal));
        var shown = await programs.GetAsync($"{programs.Stores}/{made.Id}");
        var deleted = await programs.SendAsync("DELETE", $"{programs.Stores}/{made.Id}");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal(["id", "account_id", "name", "created", "modified"], made.Result.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (name, programs.Vault.AccountId),
            (made.Result.GetProperty("name").GetString(), made.Result.GetProperty("account_id").GetString())
        );
        Assert.Equal(made.Result.GetRawText(), shown.Result.GetRawText());
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), (deleted.Status, deleted.Result.ValueKind));
        Assert.Equal("404 1001 store_not_found", (await programs.GetAsync($"{programs.Stores}/{made.Id}")).Error);
    }

    [Fact]
    public async Task Are_answered_as_a_list_to_clients_that_send_one()
    {
        var name = $"store-{Guid.NewGuid():N}";

        var made = await programs.SendAsync("POST", programs.Stores, $$"""[{"name":"{{name}}"}]""");

        Assert.Equal(name, Assert.Single(made.Result.EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Are_listed_in_pages_that_end()
    {
        await programs.StoreAsync();
        var store = await programs.StoreAsync();

        var first = await programs.GetAsync($"{programs.Stores}?per_page=1&page=1&order=created&direction=desc");
        var beyond = await programs.GetAsync($"{programs.Stores}?per_page=1&page=1000000");

        Assert.Equal(store.Value, Assert.Single(first.Result.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["count", "page", "per_page", "total_count"], first.Info.EnumerateObject().Select(p => p.Name));
        Assert.Equal((0, 0), (beyond.Result.GetArrayLength(), beyond.Info.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task That_are_not_empty_go_by_force_alone()
    {
        var store = await programs.StoreAsync();
        await programs.SecretAsync(store);

        var refused = await programs.SendAsync("DELETE", $"{programs.Stores}/{store}");
        var forced = await programs.SendAsync("DELETE", $"{programs.Stores}/{store}?force=true");

        Assert.Equal("409 1003 store_not_empty", refused.Error);
        Assert.Contains("Delete them first", Assert.Single(refused.Messages), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, forced.Status);
    }

    [Fact]
    public async Task Have_one_quota()
    {
        var quota = (await programs.GetAsync($"{programs.Account}/secrets_store/quota")).Result.GetProperty("secrets");

        Assert.Equal(10_000, quota.GetProperty("quota").GetInt32());
        Assert.True(quota.GetProperty("usage").GetInt32() >= 0);
    }

    [Fact]
    public async Task Take_a_name_once()
    {
        var name = $"store-{Guid.NewGuid():N}";
        await programs.SendAsync("POST", programs.Stores, $$"""{"name":"{{name}}"}""");

        Assert.Equal(
            $"400 1003 store_name_already_exists: {name}",
            (await programs.SendAsync("POST", programs.Stores, $$"""{"name":"{{name}}"}""")).Error
        );
    }
}
