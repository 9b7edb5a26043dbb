using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Requests that want to be read by the provider in another way than by the server.</summary>
public sealed class Unusual_requests(GatewayWebHost host) : IClassFixture<GatewayWebHost>
{
    [Theory]
    [InlineData("Connection: x-other, x-own", "x-own: callers-own", "x-kept: kept")]
    [InlineData("Connection: X-Own", "Connection: Authorization", "x-own: callers-own", "x-kept: kept")]
    [InlineData(
        "TE: trailers, callers-own",
        "Connection: TE",
        "Keep-Alive: callers-own",
        "Proxy-Connection: callers-own",
        "Trailer: callers-own",
        "x-kept: kept"
    )]
    [InlineData("Upgrade: callers-own", "x-kept: kept")]
    [InlineData("HTTP2-Settings: callers-own", "Connection: HTTP2-Settings", "x-kept: kept")]
    [InlineData("Cookie: callers-own=1", "Cookie: more=callers-own", "x-kept: kept")]
    public async Task Headers_for_the_connection_or_for_this_server_are_not_forwarded(params string[] headers)
    {
        var user = await GatewayClient.MakeAsync(host);
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync(
            $"GET /gateway/v1/{user.Service}/local/v1/odd",
            [$"cf-aig-authorization: Bearer {user.Credential}", .. headers]
        );

        Assert.Equal(200, (await connection.ReceiveAsync(isHead: true)).Status);
        var received = host.Provider.Received.Single(h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}");
        Assert.Equal("kept", received.Headers["x-kept"]);
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains("callers-own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("POST", "Content-Length: 4", "Transfer-Encoding: chunked", "", "5\r\nhello\r\n0\r\n\r\n")]
    [InlineData(
        "POST",
        "Transfer-Encoding: chunked",
        "x: y",
        "",
        "5\r\nhello\r\n0\r\nAuthorization: callers-own\r\nx-own: callers-own\r\n\r\n"
    )]
    [InlineData("POST", "Content-Length: +5", "x: y", "", "hello")]
    [InlineData("POST", "Content-Length: 5", "Expect: 100-continue", "", "hello")]
    public async Task A_body_is_forwarded_with_one_clear_length_and_without_trailers(string method, params string[] lines)
    {
        var user = await GatewayClient.MakeAsync(host);
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendRawAsync(
            string.Join(
                "\r\n",
                [
                    $"{method} /gateway/v1/{user.Service}/local/v1/body HTTP/1.1",
                    "Host: localhost",
                    $"cf-aig-authorization: Bearer {user.Credential}",
                    .. lines,
                ]
            )
        );
        var status = (await connection.ReceiveAsync(isHead: true)).Status;
        if (status == 100)
        {
            status = (await connection.ReceiveAsync(isHead: true)).Status; // That the body is wanted was said before it had gone on.
        }

        Assert.Equal(200, status);
        var received = host.Provider.Received.Single(h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}");
        Assert.Equal("hello", received.Body);
        Assert.Contains(
            (received.Headers.GetValueOrDefault("Content-Length"), received.Headers.GetValueOrDefault("Transfer-Encoding")),
            new (string?, string?)[] { ("5", null), (null, "chunked") }
        );
        Assert.DoesNotContain(received.Headers, h => h.Value.Contains("callers-own", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked, identity")]
    [InlineData("Transfer-Encoding: xchunked")]
    [InlineData("Content-Length: 5", "Content-Length: 6")]
    [InlineData("Content-Length: -1")]
    [InlineData("Transfer-Encoding : chunked")]
    [InlineData("x-a: one\n\tcf-aig-byok-alias: other")]
    [InlineData("x-a: b\0c")]
    [InlineData("cf-aig authorization: x")]
    public async Task A_request_that_could_be_read_in_two_ways_is_not_forwarded(params string[] headers)
    {
        var user = await GatewayClient.MakeAsync(host);
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync(
            $"POST /gateway/v1/{user.Service}/local/v1/smuggled",
            [$"cf-aig-authorization: Bearer {user.Credential}", .. headers]
        );

        Assert.InRange((await connection.ReceiveAsync(isHead: true)).Status, 400, 411);
        Assert.DoesNotContain(host.Provider.Received, h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}");
    }
}
