using System.Net;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Secrets(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private StoreId _store;

    private string All => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync() => _store = await api.StoreAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Several_secrets_can_be_created_at_once_and_are_shown_without_their_values()
    {
        var made = await api.SendAsync(
            "POST",
            All,
            """[{"name":"ONE","value":"canary-7d1","scopes":["workers"," ai-gateway "],"comment":"Für die Rechnung"},"""
                + """{"name":"TWO","value":"canary-7d2","scopes":["dex"]}]"""
        );
        var shown = await api.GetAsync($"{All}/{made.Result[0].GetProperty("id").GetString()}");

        Assert.Equal(HttpStatusCode.OK, made.Status);
        Assert.Equal(
            ["id", "store_id", "name", "comment", "scopes", "status", "created", "modified"],
            made.Result[0].EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal("""["ai_gateway","workers"]""", made.Result[0].GetProperty("scopes").GetRawText());
        Assert.Equal(
            ("active", "Für die Rechnung"),
            (made.Result[0].GetProperty("status").GetString(), made.Result[0].GetProperty("comment").GetString())
        );
        Assert.Equal(made.Result[0].GetRawText(), shown.Result.GetRawText());
        Assert.DoesNotContain("canary", made.Text + shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Secrets_can_be_listed_searched_and_ordered()
    {
        await api.SecretAsync(_store, "B_KEY", Scopes.Workers, "for billing");
        await api.SecretAsync(_store, "A_KEY", Scopes.Dex, "zebra");
        await api.SecretAsync(_store, "C_KEY", Scopes.AiGateway);

        Assert.Equal(["A_KEY", "B_KEY", "C_KEY"], await NamesAsync(""));
        Assert.Equal(["A_KEY", "B_KEY", "C_KEY"], await NamesAsync("?order=comment&direction=desc"));
        Assert.Equal(["B_KEY"], await NamesAsync("?search=BILL"));
        Assert.Equal(["B_KEY", "C_KEY"], await NamesAsync("?scopes=workers&scopes=ai_gateway"));
        Assert.Equal(["C_KEY"], await NamesAsync("?per_page=2&page=2"));
        var created = (await api.SendAsync("GET", $"{All}?order=created&direction=desc"))
            .Result.EnumerateArray()
            .Select(s => s.GetProperty("created").GetDateTimeOffset())
            .ToList();
        Assert.Equal(created.OrderDescending(), created); // Two of them may be of one millisecond.
        Assert.Empty(await NamesAsync("?page=9"));
    }

    [Fact]
    public async Task An_edit_changes_only_the_given_fields_of_a_secret()
    {
        var secret = await api.SecretAsync(_store, "API_KEY", Scopes.Workers, "before");

        var value = await api.SendAsync("PATCH", $"{All}/{secret}", """{"value":"canary-91"}""");
        var scopes = await api.SendAsync("PATCH", $"{All}/{secret}", """{"scopes":["dex","access"]}""");
        var comment = await api.SendAsync("PATCH", $"{All}/{secret}", """{"comment":null,"name":"API_KEY"}""");
        var name = await api.SendAsync("PATCH", $"{All}/{secret}", """{"name":"OTHER"}""");

        Assert.Equal(
            ("before", """["workers"]"""),
            (value.Result.GetProperty("comment").GetString(), value.Result.GetProperty("scopes").GetRawText())
        );
        Assert.Equal("""["access","dex"]""", scopes.Result.GetProperty("scopes").GetRawText());
        Assert.Equal("", comment.Result.GetProperty("comment").GetString());
        Assert.Equal("400 1001 secret_name_immutable", name.Error);
        Assert.Equal("/name", Assert.Single(name.Pointers));
        Assert.DoesNotContain("canary", value.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_duplicated_secret_keeps_the_comment_unless_another_is_given()
    {
        var secret = await api.SecretAsync(_store, "API_KEY", Scopes.Workers, "for billing");

        var copy = await api.SendAsync("POST", $"{All}/{secret}/duplicate", """{"name":"COPY","scopes":["dex"]}""");
        var other = await api.SendAsync("POST", $"{All}/{secret}/duplicate", """{"name":"OTHER","scopes":["dex"],"comment":"mine"}""");
        var taken = await api.SendAsync("POST", $"{All}/{secret}/duplicate", """{"name":"COPY","scopes":["dex"]}""");

        Assert.Equal(
            (HttpStatusCode.OK, "for billing", "mine"),
            (copy.Status, copy.Result.GetProperty("comment").GetString(), other.Result.GetProperty("comment").GetString())
        );
        Assert.Equal("400 1003 secret_name_already_exists: COPY", taken.Error);
    }

    [Fact]
    public async Task A_deleted_secret_is_not_found()
    {
        var secret = await api.SecretAsync(_store);

        var deleted = await api.SendAsync("DELETE", $"{All}/{secret}");

        Assert.Equal((HttpStatusCode.Accepted, JsonValueKind.Null), (deleted.Status, deleted.Result.ValueKind));
        Assert.Equal("404 1001 secret_not_found", (await api.GetAsync($"{All}/{secret}")).Error);
        Assert.Equal("404 1001 secret_not_found", (await api.SendAsync("DELETE", $"{All}/{secret}")).Error);
    }

    [Fact]
    public async Task A_secret_of_another_store_is_not_found()
    {
        var elsewhere = await api.SecretAsync(await api.StoreAsync());

        foreach (
            var (method, path, body) in new[]
            {
                ("GET", "", null),
                ("PATCH", "", """{"comment":"x"}"""),
                ("DELETE", "", null),
                ("POST", "/duplicate", """{"name":"X","scopes":["dex"]}"""),
            }
        )
        {
            Assert.Equal("404 1001 secret_not_found", (await api.SendAsync(method, $"{All}/{elsewhere}{path}", body)).Error);
        }
    }

    private async Task<IEnumerable<string?>> NamesAsync(string query) =>
        (await api.GetAsync(All + query)).Result.EnumerateArray().Select(s => s.GetProperty("name").GetString());
}
