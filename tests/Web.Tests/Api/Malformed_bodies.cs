using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>Unreadable input is never stored or logged: bodies that are broken, unusual
/// or of another type, at every endpoint that takes one (GHSA-8xxq-mq9m-xmhw).</summary>
public sealed class Malformed_bodies : IAsyncLifetime
{
    private const string Canary = "canary5d1c";

    private readonly RecordingLog _log = new();

    public Malformed_bodies() => Api = new ApiWebHost { Log = _log };

    private ApiWebHost Api { get; }

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    private static readonly (string? Type, byte[] Body)[] Bodies =
    [
        ("application/json", Utf8($$"""{"name":"A","value":"{{Canary}}" """)),
        ("application/json", Utf8($$"""{"name":"A","value":"{{Canary}}","value":"{{Canary}}","scopes":["workers"]}""")),
        (
            "application/json",
            Utf8(
                $$"""{"name":["{{Canary}}"],"value":"""
                    + $$"""{"v":"{{Canary}}"},"scopes":"{{Canary}}","policies":"{{Canary}}","emails":1,"roles":"{{Canary}}"}"""
            )
        ),
        ("application/json", Utf8($$"""[{"name":"A","value":"{{Canary}}","scopes":["workers"]},{"val\ud800ue":"{{Canary}}"}]""")),
        ("application/json", Utf8($$"""{"value":"{{Canary}}","x":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""")),
        ("application/json", [.. Utf8($"\"{Canary}"), 0xC3, 0x28, 0xFF]),
        ("application/json", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes($$"""{"value":"{{Canary}}"}""")]),
        ("application/json", Utf8(Canary)),
        ("application/json; charset=nonsense", Utf8($"{Canary}\r\n{Canary}\0{Canary}")),
        ("application/x-www-form-urlencoded", Utf8($"value={Canary}&_handler={Canary}&Input.Password={Canary}")),
        ("application/xml", Utf8($"<!DOCTYPE x [<!ENTITY e '{Canary}'>]><x>{Canary}&e;</x>")),
        (
            "multipart/form-data; boundary=b",
            Utf8(
                $"--b\r\nContent-Disposition: form-data; name=\"metadata\"\r\n\r\n{{\"{Canary}\":\r\n"
                    + $"--b\r\nContent-Disposition: form-data; name=\"{Canary}\"; filename=\"{Canary}\"\r\n\r\n{Canary}"
            )
        ),
        ("multipart/form-data", Utf8($"--{Canary}\r\n\r\n{Canary}")),
        (null, Utf8($$"""{"value":"{{Canary}}" """)),
    ];

    [Fact]
    public async Task Malformed_bodies_leave_no_content_in_the_audit_log_or_in_the_log()
    {
        var token = (await Api.TokenAsync(new TokenInput("everything", TokenLevel.Edit, Administer: true))).Text;
        using var client = await Api.Host.VisitAsync(WebTemplate.Members[0]);
        var requests = await RequestsAsync();
        var before = Api.Host.Rows();
        foreach (var (method, path) in requests)
        {
            foreach (var (type, body) in Bodies)
            {
                await SendAsync(Api.SendPlainAsync, method, path, type, body, token);
                if (!path.StartsWith("/client", StringComparison.Ordinal))
                {
                    // With a session, which gets as far as the form.
                    await SendAsync(client.Client.SendAsync, method, path, type, body, token: null);
                }
            }
        }

        // Each API request adds its audit row, so the search has rows to check.
        Assert.InRange(
            Api.Host.Rows() - before,
            requests.Count(r => r.Path.StartsWith("/client", StringComparison.Ordinal)) * Bodies.Length,
            int.MaxValue
        );
        Assert.Empty(Found());
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Canary, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Every endpoint with every method that takes a body, what deletes last.</summary>
    private async Task<List<(string Method, string Path)>> RequestsAsync()
    {
        var store = await Api.StoreAsync();
        var known = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["account_id"] = Api.Vault.AccountId,
            ["store_id"] = store.Value,
            ["secret_id"] = (await Api.SecretAsync(store)).Value,
            ["service_id"] = (await Api.ServiceAsync()).Value,
            ["provider"] = "openai",
        };
        return
        [
            .. from endpoint in Api.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            where method is "POST" or "PUT" or "PATCH" or "DELETE"
            orderby method == "DELETE"
            select (
                method,
                "/" + string.Join('/', endpoint.RoutePattern.PathSegments.Select(s => string.Concat(s.Parts.Select(p => TextOf(p, known)))))
            ),
        ];
    }

    private static string TextOf(Microsoft.AspNetCore.Routing.Patterns.RoutePatternPart part, Dictionary<string, string> known) =>
        part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter => known.GetValueOrDefault(
                parameter.Name,
                new string('0', 32)
            ),
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            _ => "",
        };

    private static async Task SendAsync(
        Func<HttpRequestMessage, Task<HttpResponseMessage>> send,
        string method,
        string path,
        string? type,
        byte[] body,
        string? token
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }
        using var answer = await send(request);
        Assert.True((int)answer.StatusCode < 500, $"{method} {path} answers a body of type {type} with {answer.StatusCode}.");
    }

    /// <summary>The columns of audit rows that hold anything of a body.</summary>
    private List<string> Found()
    {
        var found = new List<string>();
        using var connection = Api.Host.OpenFile();
        foreach (var table in new[] { "AuditEntries", "AuditTail" })
        {
            using var query = connection.CreateCommand();
            query.CommandText = $"""SELECT * FROM "{table}" """;
            using var row = query.ExecuteReader();
            while (row.Read())
            {
                found.AddRange(
                    Enumerable
                        .Range(0, row.FieldCount)
                        .Where(i => $"{row.GetValue(i)}".Contains(Canary, StringComparison.OrdinalIgnoreCase))
                        .Select(i => $"{row.GetName(i)}: {row.GetValue(i)}")
                );
            }
        }
        return found;
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
