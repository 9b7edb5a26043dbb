using System.Net;
using System.Text.Json;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Services_and_bindings(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private StoreId _store;
    private SecretId _secret;

    private string Services => $"{api.Account}/services";
    private string Secrets => $"{api.Stores}/{_store}/secrets";

    public async ValueTask InitializeAsync()
    {
        _store = await api.StoreAsync();
        _secret = await api.SecretAsync(_store, "STRIPE");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Services_and_bindings_can_be_created_listed_and_removed()
    {
        var service = await RegisterAsync();
        var one = $"{Services}/{service.Id}";

        var bound = await api.SendAsync("POST", $"{one}/bindings", Binding("STRIPE"));
        var listed = await api.GetAsync($"{one}/bindings");
        var dependants = await api.GetAsync($"{Secrets}/{_secret}/bindings");

        Assert.Equal(
            ["id", "name", "kind", "store_id", "created", "modified", "last_used_on"],
            service.Result.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(
            ["name", "store_id", "secret_id", "secret_name", "status", "created", "last_used_on"],
            bound.Result.EnumerateObject().Select(p => p.Name)
        );
        Assert.Equal(bound.Result.GetRawText(), Assert.Single(listed.Result.EnumerateArray()).GetRawText());
        Assert.Equal("live", bound.Result.GetProperty("status").GetString());
        Assert.Equal(service.Id, Assert.Single(dependants.Result.EnumerateArray()).GetProperty("service_id").GetString());
        Assert.Equal(0, (await api.GetAsync($"{one}/bindings?page=2")).Result.GetArrayLength());
        Assert.Equal("409 1003", (await api.SendAsync("DELETE", one)).Error[..8]);
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), await EndOfAsync("DELETE", $"{one}/bindings/API_KEY"));
        Assert.Equal("404 1001 binding_not_found", (await api.SendAsync("DELETE", $"{one}/bindings/API_KEY")).Error);
        Assert.Equal((HttpStatusCode.OK, JsonValueKind.Null), await EndOfAsync("DELETE", one));
        Assert.Equal("404 1001 service_not_found", (await api.GetAsync(one)).Error);
    }

    [Fact]
    public async Task A_binding_keeps_its_secret_from_being_deleted_or_narrowed_without_force()
    {
        var service = await RegisterAsync();
        await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", Binding("STRIPE"));

        var deleted = await api.SendAsync("DELETE", $"{Secrets}/{_secret}");
        var many = await api.SendAsync("DELETE", Secrets, $$"""{"ids":["{{_secret}}"]}""");
        var narrowed = await api.SendAsync("PATCH", $"{Secrets}/{_secret}", """{"scopes":["dex"]}""");

        Assert.All([deleted, many, narrowed], a => Assert.StartsWith("409 1003 secret_in_use: ", a.Error, StringComparison.Ordinal));
        Assert.All(
            [deleted, many, narrowed],
            a => Assert.Contains("binds STRIPE as API_KEY", Assert.Single(a.Messages), StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync("PATCH", $"{Secrets}/{_secret}?force=true", """{"scopes":["dex"]}""")).Status);
        Assert.Equal(
            "scope_narrowed",
            (await api.GetAsync($"{Services}/{service.Id}/bindings")).Result[0].GetProperty("status").GetString()
        );
        Assert.Equal(
            HttpStatusCode.Accepted,
            (await api.SendAsync("DELETE", $"{Secrets}?force=true", $$"""[{"id":"{{_secret}}"}]""")).Status
        );
        Assert.Equal(
            "secret_deleted",
            (await api.GetAsync($"{Services}/{service.Id}/bindings")).Result[0].GetProperty("status").GetString()
        );
    }

    [Fact]
    public async Task A_binding_refused_by_the_scope_check_says_how_the_check_would_pass()
    {
        var service = await RegisterAsync("dex");

        var refused = await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", Binding("STRIPE"));

        Assert.StartsWith(
            "403 10000 Authentication error: the secret scope check failed. The service is of kind DEX; the secret's scopes are Workers.",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Contains("ask an Admin to add it", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_binding_says_whether_the_secret_or_the_service_is_missing()
    {
        var service = await RegisterAsync();

        Assert.Equal(
            "404 1001 secret_not_found",
            (await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", Binding("NO_SUCH"))).Error
        );
        Assert.Equal("404 1001 service_not_found", (await api.SendAsync("POST", $"{Services}/{_store}/bindings", Binding("STRIPE"))).Error);
    }

    [Fact]
    public async Task A_binding_can_name_its_secret_by_id()
    {
        var service = await RegisterAsync();

        var bound = await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", $$"""{"name":"BY_ID","secret_id":"{{_secret}}"}""");
        var writtenBack = await api.SendAsync(
            "POST",
            $"{Services}/{service.Id}/bindings",
            bound.Result.GetRawText().Replace("BY_ID", "AGAIN", StringComparison.Ordinal)
        );
        var other = await api.SecretAsync(_store, "OTHER");
        var differs = await api.SendAsync(
            "POST",
            $"{Services}/{service.Id}/bindings",
            $$"""{"name":"X","store_id":"{{_store}}","secret_name":"STRIPE","secret_id":"{{other}}"}"""
        );
        var unknown = await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", $$"""{"name":"X","secret_id":"{{_store}}"}""");
        var badName = await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", $$"""{"name":"1X","secret_id":"{{_secret}}"}""");

        Assert.Equal(
            (_secret.Value, "STRIPE", _store.Value),
            (
                bound.Result.GetProperty("secret_id").GetString(),
                bound.Result.GetProperty("secret_name").GetString(),
                bound.Result.GetProperty("store_id").GetString()
            )
        );
        Assert.Equal(_secret.Value, writtenBack.Result.GetProperty("secret_id").GetString());
        Assert.Equal(("400 1001 binding_secret_differs", "/secret_id"), (differs.Error, Assert.Single(differs.Pointers)));
        Assert.Equal("404 1001 secret_not_found", unknown.Error);
        Assert.Equal(("400 1001 variable_name_invalid", "/name"), (badName.Error, Assert.Single(badName.Pointers)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"secret_name\":\"STRIPE\"")]
    [InlineData(",\"store_id\":\"STORE\"")]
    [InlineData(",\"secret_id\":null")]
    public async Task A_binding_without_a_named_secret_says_what_is_missing(string members)
    {
        var service = await RegisterAsync();
        var body = $$"""{"name":"KEY"{{members.Replace("STORE", _store.Value, StringComparison.Ordinal)}}}""";

        Assert.Equal(
            "400 1001 binding_secret_missing: name the secret by secret_id, or by store_id and secret_name",
            (await api.SendAsync("POST", $"{Services}/{service.Id}/bindings", body)).Error
        );
        Assert.Equal("404 1001 service_not_found", (await api.SendAsync("POST", $"{Services}/{_store}/bindings", body)).Error);
    }

    [Fact]
    public async Task A_variable_name_that_differs_only_by_case_from_another_of_the_service_gives_a_warning()
    {
        var (service, elsewhere) = (await RegisterAsync(), await RegisterAsync());
        Task<Answer> BindAsync(string id, string name) =>
            api.SendAsync("POST", $"{Services}/{id}/bindings", $$"""{"name":"{{name}}","secret_id":"{{_secret}}"}""");

        Assert.Empty((await BindAsync(service.Id, "API_KEY")).Messages);
        Assert.Empty((await BindAsync(elsewhere.Id, "api_key")).Messages);
        Assert.Empty((await BindAsync(service.Id, "API_KEY_2")).Messages);
        var warned = await BindAsync(service.Id, "Api_Key");

        Assert.Equal(HttpStatusCode.OK, warned.Status);
        Assert.Contains(
            "has the variables API_KEY and Api_Key, whose names differ only by case",
            Assert.Single(warned.Messages),
            StringComparison.Ordinal
        );
        Assert.StartsWith("variable_names_differ_by_case: ", Assert.Single(warned.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_secrets_are_deleted_all_or_none()
    {
        var second = await api.SecretAsync(_store, "SECOND");

        var missing = await api.SendAsync("DELETE", Secrets, $$"""{"ids":["{{_secret}}","{{_store}}"]}""");
        Assert.Equal("404 1001 secret_not_found", missing.Error);
        Assert.Equal(2, await api.CountAsync(_store));

        var deleted = await api.SendAsync("DELETE", Secrets, $$"""{"ids":["{{_secret}}","{{second}}","{{second}}"]}""");
        Assert.Equal((HttpStatusCode.Accepted, JsonValueKind.Null), (deleted.Status, deleted.Result.ValueKind));
        Assert.Equal(0, await api.CountAsync(_store));
    }

    private Task<Answer> RegisterAsync(string kind = "workers") =>
        api.SendAsync("POST", Services, $$"""{"name":"service-{{Guid.NewGuid():N}}","kind":"{{kind}}"}""");

    private string Binding(string secret) => $$"""{"name":"API_KEY","store_id":"{{_store}}","secret_name":"{{secret}}"}""";

    private async Task<(HttpStatusCode, JsonValueKind)> EndOfAsync(string method, string path)
    {
        var answer = await api.SendAsync(method, path);
        return (answer.Status, answer.Result.ValueKind);
    }
}
