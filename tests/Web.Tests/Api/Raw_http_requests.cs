using System.Text.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The real server on a port of its own.</summary>
public sealed class ListeningWebHost : IAsyncLifetime
{
    internal ApiWebHost Api { get; } = new() { UsesKestrel = true };

    internal RawConnection Connect() => new(Api.Host.ClientOptions.BaseAddress);

    internal MinDataRate? UsualRate { get; private set; }

    /// <summary>How slow a body may come: not at all limited, so that waiting for one shows, until a test says otherwise.</summary>
    internal void Limit(MinDataRate? rate) => Limits.MinRequestBodyDataRate = rate;

    private KestrelServerLimits Limits => Api.Host.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

    public async ValueTask InitializeAsync()
    {
        await Api.InitializeAsync();
        UsualRate = Limits.MinRequestBodyDataRate;
        Limit(null);
    }

    public ValueTask DisposeAsync() => Api.DisposeAsync();
}

public sealed class Raw_http_requests(ListeningWebHost server) : IClassFixture<ListeningWebHost>
{
    private string Stores => server.Api.Stores;
    private string Edit => $"Authorization: Bearer {server.Api.Edit}";

    [Theory]
    [InlineData("Content-Length: 8000000")]
    [InlineData("Content-Length: 800000000000")]
    [InlineData("Transfer-Encoding: chunked")]
    [InlineData("Content-Length: 8000000", "Expect: 100-continue")]
    [InlineData("Content-Length: 8000000", "Authorization: Bearer sdt_guess")]
    public async Task The_server_does_not_wait_for_a_body_without_a_valid_token(params string[] headers)
    {
        using var connection = server.Connect();
        var before = server.Api.Host.Rows();

        await connection.SendAsync($"POST {Stores}", headers);
        var answer = await connection.ReceiveAsync();

        Assert.Equal(401, answer.Status);
        IsEnvelope(answer.Body);
        Assert.Equal(before + 1, server.Api.Host.Rows());
    }

    [Theory]
    [InlineData("POST {0}/secrets", "Content-Length: 8000000")]
    [InlineData("POST {0}/secrets", "Transfer-Encoding: chunked")]
    [InlineData("PATCH {0}/secrets/{1}", "Content-Length: 1000000")]
    [InlineData("POST {0}/secrets/{1}/duplicate", "Content-Length: 100000")]
    [InlineData("DELETE {0}/secrets", "Content-Length: 100000")]
    public async Task The_server_does_not_wait_for_a_long_body_from_a_token_without_permission(string request, string length)
    {
        var store = await server.Api.StoreAsync();
        var secret = await server.Api.SecretAsync(store);
        using var connection = server.Connect();

        await connection.SendAsync(
            string.Format(null, request, $"{Stores}/{store}", secret),
            length,
            $"Authorization: Bearer {await server.Api.TokenAsync(Access.TokenLevel.Read)}"
        );
        var answer = await connection.ReceiveAsync();

        Assert.Equal(403, answer.Status);
        IsEnvelope(answer.Body);
    }

    /// <summary>Many clients send the whole body before they read the response,
    /// and report only a broken connection if it is closed meanwhile.</summary>
    [Theory]
    [InlineData(401, "POST {0}/secrets_store/stores", 100_000)]
    [InlineData(401, "PUT {0}/workers/scripts/large", 20_000_000)]
    [InlineData(413, "POST {0}/secrets_store/stores", 20_000_000, true)]
    [InlineData(413, "PUT {0}/workers/scripts/large", 100_000_000, true)]
    public async Task A_refusal_before_the_body_leaves_the_connection_usable(int status, string request, int length, bool isKnown = false)
    {
        using var connection = server.Connect();

        await connection.SendAsync(
            string.Format(null, request, server.Api.Account),
            [$"Content-Length: {length}", "Content-Type: multipart/form-data; boundary=b", .. isKnown ? [Edit] : Array.Empty<string>()]
        );
        Assert.Equal(status, (await connection.ReceiveAsync()).Status);
        for (var sent = 0; sent < length; sent += 100_000)
        {
            await connection.SendRawAsync(new string('x', 100_000));
        }
        await connection.SendAsync($"GET {Stores}", Edit);

        Assert.Equal(200, (await connection.ReceiveAsync()).Status);
    }

    [Theory]
    [InlineData("/client/v4/..")]
    [InlineData("/client/v4/../..")]
    [InlineData("/client/v4/../../login")]
    [InlineData("/client/v4/%2e%2e/%2E%2E/login")]
    [InlineData("/client/v4/.%2e/../login?x=/a")]
    [InlineData("/client/v4/.")]
    [InlineData("/client/v4/%2e/accounts")]
    [InlineData("/x/../client/v4/accounts")]
    [InlineData("/client/v4/x/../accounts")]
    [InlineData("/client/v4/x/%2e%2e/accounts")]
    [InlineData("/client/v4//")]
    [InlineData("/client/v4/%c0%ae%c0%ae/x")]
    [InlineData("/client/v4/%ff%fe")]
    [InlineData("/client/v4/%252e%252e")]
    [InlineData("/client/v4/..%2f..%2flogin")]
    [InlineData("/client/v4/a%5c..%5cb")]
    [InlineData("/client/v4/%zz")]
    [InlineData("/client/v4/%")]
    public async Task A_manipulated_path_is_not_found_and_never_leads_out_of_the_API(string path)
    {
        using var connection = server.Connect();

        await connection.SendAsync($"GET {path}", Edit);
        var answer = await connection.ReceiveAsync();

        Assert.Equal("404 No route for that URI", $"{answer.Status} {IsEnvelope(answer.Body)}");
    }

    [Fact]
    public async Task A_binding_path_with_encoded_dots_does_not_delete_its_service()
    {
        var service = await server.Api.ServiceAsync();
        using var connection = server.Connect();

        await connection.SendAsync($"DELETE {server.Api.Account}/services/{service}/bindings/%2e%2e?force=true", Edit);

        Assert.Equal(404, (await connection.ReceiveAsync()).Status);
        Assert.Equal(service.Value, (await server.Api.GetAsync($"{server.Api.Account}/services/{service}")).Id);
    }

    [Fact]
    public async Task A_HEAD_request_gets_the_head_of_GET_and_the_connection_stays_usable()
    {
        using var connection = server.Connect();

        await connection.SendAsync($"GET {Stores}", Edit);
        var get = await connection.ReceiveAsync();
        await connection.SendAsync($"HEAD {Stores}", Edit);
        var head = await connection.ReceiveAsync(isHead: true);
        await connection.SendAsync($"HEAD {server.Api.Account}/nowhere", Edit);
        var nowhere = await connection.ReceiveAsync(isHead: true);
        await connection.SendAsync($"OPTIONS {Stores}", Edit);
        var options = await connection.ReceiveAsync();

        Assert.Equal((200, 404, 405), (head.Status, nowhere.Status, options.Status));
        Assert.Equal(Lines(get.Head), Lines(head.Head));
        Assert.Contains("Allow: GET, HEAD, POST", options.Head, StringComparison.Ordinal);
        IsEnvelope(options.Body);

        static IEnumerable<string> Lines(string text) =>
            text.Split("\r\n")
                .Where(l => !l.StartsWith("X-Request-Id", StringComparison.Ordinal) && !l.StartsWith("Date", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("//client/v4/accounts", 200)]
    [InlineData("/client/v4//accounts", 200)]
    [InlineData("///client/v4///accounts?page=1", 200)]
    [InlineData("/client/v4//user/tokens/verify", 401)]
    [InlineData("/client/v4/accounts//x", 404)]
    [InlineData("//client/v4/../../login", 404)]
    [InlineData("//client/v4/%2e%2e/%2e%2e/login", 404)]
    [InlineData("/client/v4//../../login", 404)]
    [InlineData("//runtime/v1/bindings", 401)]
    [InlineData("/runtime/v1//bindings", 401)]
    [InlineData("//gateway/v1/gateway/openai/v1/models", 401)]
    [InlineData("/gateway/v1//gateway/openai/v1/models", 401)]
    public async Task A_double_slash_is_folded_only_where_a_base_URL_ends(string path, int status)
    {
        using var connection = server.Connect();

        await connection.SendAsync($"GET {path}", Edit);

        Assert.Equal(status, (await connection.ReceiveAsync()).Status);
    }

    [Theory]
    [InlineData("/client//v4/accounts")]
    [InlineData("//evil.example/client/v4/accounts")]
    [InlineData("/x//client/v4/accounts")]
    [InlineData("/client/v4x//accounts")]
    [InlineData("//client%2fv4/accounts")]
    public async Task A_double_slash_elsewhere_in_a_path_is_not_folded(string path)
    {
        using var connection = server.Connect();

        await connection.SendAsync($"GET {path}", Edit);

        Assert.InRange((await connection.ReceiveAsync()).Status, 300, 499);
    }

    [Fact]
    public async Task A_chunked_body_that_is_too_large_or_broken_is_reported_in_the_envelope()
    {
        using var large = server.Connect();
        await large.SendAsync($"POST {Stores}", Edit, "Transfer-Encoding: chunked");
        var sending = large.SendRawAsync($"{1024 * 1024 + 1:x}\r\n{new string(' ', 1024 * 1024 + 1)}\r\n0\r\n\r\n");
        using var broken = server.Connect();
        await broken.SendAsync($"POST {Stores}", Edit, "Transfer-Encoding: chunked");
        await broken.SendRawAsync("zz\r\n");

        var (tooLarge, malformed) = (await large.ReceiveAsync(), await broken.ReceiveAsync());

        Assert.Equal("413 The body is too large", $"{tooLarge.Status} {IsEnvelope(tooLarge.Body)}");
        Assert.Equal("400 invalid_json_body", $"{malformed.Status} {IsEnvelope(malformed.Body)}");
        await Task.WhenAny(sending); // However it ends: the server hangs up once it has read too much.
    }

    [Fact]
    public async Task A_body_that_arrives_too_slowly_is_refused_in_the_envelope_and_leaves_its_row()
    {
        Assert.Equal(1_024, server.UsualRate?.BytesPerSecond);
        server.Limit(new MinDataRate(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(1.1)));
        using var connection = server.Connect();
        var before = server.Api.Host.Rows();

        await connection.SendAsync($"POST {Stores}", Edit, "Content-Length: 1000");
        await connection.SendRawAsync("{");
        var answer = await connection.ReceiveAsync();

        server.Limit(null);
        Assert.Equal("408 The request did not arrive in time", $"{answer.Status} {IsEnvelope(answer.Body)}");
        Assert.Equal(before + 1, server.Api.Host.Rows());
    }

    /// <summary>Requests that the server rejects before it has read the whole head never
    /// reach the program: the response has no body, and the connection is closed.</summary>
    [Theory]
    [InlineData(400, "GET /client/v4/%00 HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(400, "GET /client/v4 HTTP/1.1\r\n\r\n")]
    [InlineData(400, "GET /client/v4 HTTP/1.1\r\nHost: x\r\nBad Header\r\n\r\n")]
    [InlineData(414, "GET /client/v4?LONG HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData(431, "GET /client/v4 HTTP/1.1\r\nHost: x\r\nX: LONGLONGLONG\r\n\r\n")]
    public async Task Bytes_that_are_not_a_valid_request_get_an_answer_without_a_body(int status, string bytes)
    {
        using var connection = server.Connect();

        await connection.SendRawAsync(bytes.Replace("LONG", new string('x', 8 * 1024), StringComparison.Ordinal));
        var answer = await connection.ReceiveAsync();

        Assert.Equal((status, ""), (answer.Status, answer.Body));
        Assert.Contains("Connection: close", answer.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", answer.Head, StringComparison.Ordinal);
    }

    private static string IsEnvelope(string body)
    {
        var root = JsonDocument.Parse(body).RootElement;
        Assert.False(root.GetProperty("success").GetBoolean());
        Assert.Equal(JsonValueKind.Null, root.GetProperty("result").ValueKind);
        return root.GetProperty("errors")[0].GetProperty("message").GetString()!;
    }
}
