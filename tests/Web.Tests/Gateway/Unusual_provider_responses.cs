using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Answers that no decent provider would send, and that are no reason to trust one less.</summary>
public sealed class Unusual_provider_responses(Unusual_provider_responses.Provider provider)
    : IClassFixture<Unusual_provider_responses.Provider>
{
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["reason"] = "HTTP/1.1 200 All of it: sk-1234\r\nContent-Length: 2\r\n\r\nok",
        ["early"] =
            "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\n"
            + "Content-Length: 2\r\n\r\nok",
        ["switches"] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nand then anything",
        ["connection"] =
            "HTTP/1.1 200 OK\r\nConnection: close, x-own\r\nx-own: 1\r\nUpgrade: h2c\r\nKeep-Alive: timeout=5\r\n"
            + "Content-Length: 2\r\n\r\nok",
        ["trailers"] =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-own\r\n\r\n2\r\nok\r\n0\r\nx-own: 1\r\nSet-Cookie: a=b\r\n\r\n",
        ["both"] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 400\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        ["old"] = "HTTP/1.0 200 OK\r\n\r\nok",
        ["many"] =
            $"HTTP/1.1 200 OK\r\n{string.Concat(Enumerable.Range(0, 5_000).Select(i => $"x-{i}: {i:D12}\r\n"))}Content-Length: 2\r\n\r\nok",
        ["large"] = $"HTTP/1.1 200 OK\r\nx-large: {new string('x', 1_000_000)}\r\nContent-Length: 2\r\n\r\nok",
        ["foreign"] = "HTTP/1.1 200 OK\r\nx-name: M\u00fcller\r\nContent-Length: 2\r\n\r\nok",
        ["twice"] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
        ["negative"] = "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok",
        ["zipped"] = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n",
        ["nothing"] = "",
        ["noise"] = "SSH-2.0-OpenSSH_9.9\r\n",
    };

    [Theory]
    [InlineData("reason", 200, "ok")]
    [InlineData("early", 200, "ok")]
    [InlineData("switches", 502, null)]
    [InlineData("connection", 200, "ok")]
    [InlineData("trailers", 200, "ok")]
    [InlineData("both", 200, "ok")]
    [InlineData("old", 200, "ok")]
    [InlineData("many", 502, null)]
    [InlineData("large", 502, null)]
    [InlineData("foreign", 502, null)]
    [InlineData("twice", 502, null)]
    [InlineData("negative", 502, null)]
    [InlineData("zipped", 502, null)]
    [InlineData("nothing", 502, null)]
    [InlineData("noise", 502, null)]
    public async Task An_unusual_provider_answer_arrives_as_a_plain_answer_or_as_an_error(string path, int status, string? body)
    {
        var user = await GatewayClient.MakeAsync(provider.Host, "raw");
        using var answer = await provider.Host.Api.SendPlainAsync(user.Request(path, "raw", "GET", body: null));

        Assert.Equal(
            (status, body ?? """{"error":"provider_unreachable"}"""),
            ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync())
        );
        Assert.Equal(status == 200 ? "OK" : "Bad Gateway", answer.ReasonPhrase);
        Assert.Empty(answer.TrailingHeaders);
        Assert.DoesNotContain(
            answer.Headers.Concat(answer.Content.Headers),
            h =>
                h.Key.StartsWith("x-own", StringComparison.OrdinalIgnoreCase)
                || h.Key is "Upgrade" or "Connection" or "Trailer" or "Keep-Alive" or "Link" or "Set-Cookie" or "Content-Encoding"
        );
    }

    [Fact]
    public async Task A_compressed_provider_answer_is_passed_on_unchanged()
    {
        var (host, user) = (provider.Host, await GatewayClient.MakeAsync(provider.Host));
        var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[10_000_000]);
        }
        host.Provider.Answers["v1/packed"] = async context =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            await context.Response.Body.WriteAsync(packed.ToArray());
        };

        using var answer = await host.Api.SendPlainAsync(user.Request("v1/packed", headers: ("Accept-Encoding", "gzip")));

        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        Assert.Equal(packed.ToArray(), await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_provider_answer_cannot_replace_the_servers_own_headers()
    {
        var (host, user) = (provider.Host, await GatewayClient.MakeAsync(provider.Host));
        host.Provider.Answers["v1/own"] = context =>
        {
            foreach (var name in new[] { "X-Request-Id", "X-Content-Type-Options", "Content-Security-Policy", "Cache-Control" })
            {
                context.Response.Headers[name] = "of-the-provider";
            }
            return Task.CompletedTask;
        };

        var answer = await user.SendAsync("v1/own");

        Assert.Equal(("nosniff", "no-store"), (answer.Headers["X-Content-Type-Options"], answer.Headers["Cache-Control"]));
        Assert.DoesNotContain(answer.Headers, h => h.Value.Contains("of-the-provider", StringComparison.Ordinal));
    }

    /// <summary>A server beside a provider that gives these answers.</summary>
    public sealed class Provider : IAsyncLifetime
    {
        private readonly RawProvider _raw = new(head => Answers[head.Split(' ')[1].TrimStart('/')]);

        internal GatewayWebHost Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => await (Host = new GatewayWebHost(_raw.As("raw"))).InitializeAsync();

        public async ValueTask DisposeAsync()
        {
            await Host.DisposeAsync();
            await _raw.DisposeAsync();
        }
    }
}
