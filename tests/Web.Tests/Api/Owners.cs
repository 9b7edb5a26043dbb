namespace SecretsDashboard.Web.Tests.Api;

public sealed class Owners(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private StoreId _store;

    private string All => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync() => _store = await api.StoreAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_owner_is_created_shown_and_left_out_when_there_is_none()
    {
        var made = await api.SendAsync(
            "POST",
            All,
            """[{"name":"ONE","value":"x","scopes":["dex"],"owner":" ops@example.org "},{"name":"TWO","value":"x","scopes":["dex"]}]"""
        );

        Assert.Equal("ops@example.org", made.Result[0].GetProperty("owner").GetString());
        Assert.False(made.Result[1].TryGetProperty("owner", out _));
        var shown = await api.GetAsync($"{All}/{made.Result[0].GetProperty("id").GetString()}");
        Assert.Equal(made.Result[0].GetRawText(), shown.Result.GetRawText());
        var listed = await api.GetAsync($"{All}?name=ONE");
        Assert.Equal(made.Result[0].GetRawText(), listed.Result[0].GetRawText());
    }

    [Fact]
    public async Task An_edit_without_an_owner_keeps_it_and_null_removes_it()
    {
        var secret = await CreateAsync("ONE", "ops");

        var comment = await api.SendAsync("PATCH", $"{All}/{secret}", """{"comment":"new"}""");
        var owner = await api.SendAsync("PATCH", $"{All}/{secret}", """{"owner":"payments"}""");
        var none = await api.SendAsync("PATCH", $"{All}/{secret}", """{"owner":null}""");

        Assert.Equal("ops", comment.Result.GetProperty("owner").GetString());
        Assert.Equal(("payments", "new"), (owner.Result.GetProperty("owner").GetString(), owner.Result.GetProperty("comment").GetString()));
        Assert.False(none.Result.TryGetProperty("owner", out _));
    }

    [Fact]
    public async Task A_duplicate_keeps_the_owner_unless_another_is_given()
    {
        var secret = await CreateAsync("ONE", "ops");

        var copy = await api.SendAsync("POST", $"{All}/{secret}/duplicate", """{"name":"COPY","scopes":["dex"]}""");
        var other = await api.SendAsync("POST", $"{All}/{secret}/duplicate", """{"name":"OTHER","scopes":["dex"],"owner":"payments"}""");

        Assert.Equal(("ops", "payments"), (copy.Result.GetProperty("owner").GetString(), other.Result.GetProperty("owner").GetString()));
    }

    [Fact]
    public async Task The_list_is_filtered_by_the_whole_owner_in_any_case()
    {
        await CreateAsync("ONE", "Payments");
        await CreateAsync("TWO", "payments-emea");
        await CreateAsync("THREE", "");

        Assert.Equal(["ONE"], await NamesAsync("?owner=PAYMENTS"));
        Assert.Equal(["ONE", "TWO"], await NamesAsync("?search=PAYMENTS"));
        Assert.Equal(["THREE"], await NamesAsync("?owner="));
        Assert.Equal("400 1001 invalid_query: owner must be given once.", (await api.GetAsync($"{All}?owner=a&owner=b")).Error);
    }

    [Theory]
    [InlineData("\"two\\nlines\"", "secret_owner_invalid")]
    [InlineData("7", "invalid_json_body")]
    [InlineData(null, "secret_owner_too_long")]
    public async Task An_owner_that_breaks_a_rule_is_refused_at_its_place_and_changes_nothing(string? owner, string code)
    {
        var secret = await CreateAsync("ONE", "ops");
        owner ??= $"\"{new string('o', 256)}\"";

        var created = await api.SendAsync("POST", All, $$"""[{"name":"TWO","value":"x","scopes":["dex"],"owner":{{owner}}}]""");
        var edited = await api.SendAsync("PATCH", $"{All}/{secret}", $$"""{"comment":"new","owner":{{owner}}}""");

        Assert.Equal(($"400 1001 {code}", $"400 1001 {code}"), (created.Error, edited.Error));
        Assert.Equal(["/0/owner", "/owner"], created.Pointers.Concat(edited.Pointers));
        Assert.DoesNotContain("oooo", created.Text + edited.Text, StringComparison.Ordinal);
        var only = Assert.Single((await api.GetAsync(All)).Result.EnumerateArray());
        Assert.Equal(("ops", ""), (only.GetProperty("owner").GetString(), only.GetProperty("comment").GetString()));
    }

    private async Task<string> CreateAsync(string name, string owner) =>
        (await api.SendAsync("POST", All, $$"""[{"name":"{{name}}","value":"x","scopes":["dex"],"owner":"{{owner}}"}]"""))
            .Result[0]
            .GetProperty("id")
            .GetString()!;

    private async Task<IEnumerable<string?>> NamesAsync(string query) =>
        (await api.GetAsync(All + query))
            .Result.EnumerateArray()
            .Select(s => s.GetProperty("name").GetString())
            .Order(StringComparer.Ordinal);
}
