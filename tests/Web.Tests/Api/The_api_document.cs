using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Tests.Api.Fuzzing;
using SecretsDashboard.Web.Tests.Endpoints;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The OpenAPI document says what is served, all of it and no more. That
/// answers are as it describes them is shown by Fuzzing_the_api.</summary>
public sealed class The_api_document(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private HttpClient _client = null!;
    private ApiDocument _document = null!;

    public async ValueTask InitializeAsync()
    {
        _client = api.Host.CreateClient(new() { AllowAutoRedirect = false, HandleCookies = false });
        _document = await ApiDocument.ReadAsync(_client);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public void The_document_lists_exactly_the_served_endpoints()
    {
        var served = ListedEndpoint
            .Endpoints(api.Host)
            .Where(e => e.RoutePattern.RawText!.StartsWith("/client/v4/", StringComparison.Ordinal))
            .Select(e =>
                $"{Assert.Single(e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods, m => m != "HEAD")} "
                + $"{e.RoutePattern.RawText!.TrimEnd('/')}"
            );

        Assert.Equal(served.Order(StringComparer.Ordinal), _document.Operations.Select(o => o.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_documented_operation_is_served()
    {
        foreach (var operation in _document.Operations)
        {
            var path = operation
                .Parameters.Where(p => p.InPath)
                .Aggregate(operation.Path, (at, p) => at.Replace($"{{{p.Name}}}", new string('0', 32), StringComparison.Ordinal));

            Assert.Equal("401 1000 Invalid API Token", (await api.SendBodyAsync(operation.Method, path, body: null, token: null)).Error);
        }
    }

    [Fact]
    public void Every_operation_has_a_summary_and_a_unique_name()
    {
        Assert.Equal(_document.Operations.Count, _document.Operations.DistinctBy(o => o.Id).Count());
        foreach (var operation in _document.Root["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()))
        {
            Assert.False(
                string.IsNullOrWhiteSpace((string?)operation.Value!["summary"]),
                $"{operation.Value["operationId"]} says nothing."
            );
            Assert.NotEmpty(operation.Value["tags"]!.AsArray());
        }
    }

    [Fact]
    public void The_document_gives_every_id_its_format_and_every_page_number_its_bounds()
    {
        foreach (var (operation, parameter) in _document.Operations.SelectMany(o => o.Parameters.Select(p => (o, p))))
        {
            Assert.True(
                !parameter.Name.EndsWith("_id", StringComparison.Ordinal) || (string?)parameter.Schema["pattern"] == "^[0-9a-f]{32}$",
                $"{operation}: {parameter.Name}"
            );
            Assert.True(
                parameter.Name != "page" || ((int?)parameter.Schema["minimum"], (int?)parameter.Schema["maximum"]) == (1, 1_000_000),
                $"{operation}: {parameter.Name}"
            );
            Assert.True(
                parameter.Name != "per_page" || ((int?)parameter.Schema["minimum"], (int?)parameter.Schema["maximum"]) == (1, 100),
                $"{operation}: {parameter.Name}"
            );
        }
    }

    [Fact]
    public async Task The_document_lists_the_same_orders_as_the_server()
    {
        var token = (await api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true))).Text;
        foreach (var operation in _document.Operations.Where(o => o.Parameters.Any(p => p.Name == "order")))
        {
            var words = operation.Parameters.Single(p => p.Name == "order").Schema["enum"]?.AsArray().Select(w => (string)w!);
            Assert.True(words is not null, $"{operation}: say its Orders where it is mapped.");
            var sample = await ApiSampleData.MakeAsync(api);

            var answer = await api.GetAsync(
                sample.Fill(operation.Method, operation.Path.Replace("{account_id}", api.Vault.AccountId, StringComparison.Ordinal))
                    + "?order=nonsense",
                token
            );

            Assert.Equal($"400 1001 invalid_query: order must be one of {string.Join(", ", words)}.", answer.Error);
        }
    }

    [Fact]
    public void The_document_describes_the_forms_that_older_clients_send()
    {
        JsonNode Body(string id) => _document.Operations.Single(o => o.Id == id).Body!;

        Assert.Equal(["#/$defs/ApiIds", "array of #/$defs/ApiId"], Forms(Body("delete-secrets")));
        Assert.Equal(["#/$defs/NewApiStore", "array of #/$defs/NewApiStore"], Forms(Body("create-store")));
        Assert.Equal((1, 100), ((int?)Body("create-secrets")["minItems"], (int?)Body("create-secrets")["maxItems"]));

        static IEnumerable<string?> Forms(JsonNode body) =>
            body["oneOf"]!.AsArray().Select(f => (string?)f!["$ref"] ?? $"array of {f["items"]!["$ref"]}");
    }

    [Fact]
    public void The_document_takes_its_descriptions_from_the_code_comments()
    {
        var secret = _document.Root["components"]!["schemas"]!["ApiSecret"]!;

        Assert.Equal("A secret's metadata. No response ever contains its value.", (string?)secret["description"]);
        Assert.Equal("Sorted, at least one.", (string?)secret["properties"]!["scopes"]!["description"]);
        Assert.Equal(["pending", "active", "deleted"], secret["properties"]!["status"]!["enum"]!.AsArray().Select(s => (string)s!));
    }

    [Fact]
    public async Task The_document_is_the_same_for_everybody_and_reveals_nothing_about_the_installation()
    {
        await api.StoreAsync();
        using var owner = await api.Host.VisitAsync(WebTemplate.Members[0]);

        var ofVisitor = await _client.GetStringAsync("/openapi/v1.json");

        Assert.Equal(ofVisitor, await owner.Client.GetStringAsync("/openapi/v1.json"));
        Assert.DoesNotContain(api.Vault.AccountId, ofVisitor, StringComparison.Ordinal);
        Assert.DoesNotContain("store-", ofVisitor, StringComparison.Ordinal);
        Assert.Equal("/client/v4", (string?)_document.Root["servers"]![0]!["url"]);
        Assert.Equal("bearer", (string?)_document.Root["components"]!["securitySchemes"]!["token"]!["scheme"]);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(ofVisitor).RootElement.ValueKind);
    }

    [Fact]
    public async Task The_reference_page_is_served_to_members_with_a_new_script_nonce_in_each_answer()
    {
        using var member = await api.Host.VisitAsync(WebTemplate.Members[4]);

        var first = await member.GetAsync("/api-reference/");
        var second = await member.GetAsync("/api-reference/");
        var html = await first.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Equal(3, html.Split($"nonce=\"{NonceOf(first)}\"").Length - 1);
        Assert.NotEqual(NonceOf(first), NonceOf(second));
        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", html);
        Assert.Contains("\"telemetry\":false", html, StringComparison.Ordinal);
        Assert.Contains("\"withDefaultFonts\":false", html, StringComparison.Ordinal);
        Assert.Contains("\"persistAuth\":false", html, StringComparison.Ordinal);
        Assert.Contains("\"agent\":{\"disabled\":true}", html, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy", html, StringComparison.OrdinalIgnoreCase);
    }

    private static string NonceOf(HttpResponseMessage answer)
    {
        var script = Assert
            .Single(answer.Headers.GetValues("Content-Security-Policy"))
            .Split("; ")
            .Single(p => p.StartsWith("script-src", StringComparison.Ordinal));
        Assert.Matches("^script-src 'self' 'nonce-[A-Za-z0-9_-]{20,}'$", script);
        return script.Split('\'')[3]["nonce-".Length..];
    }
}
