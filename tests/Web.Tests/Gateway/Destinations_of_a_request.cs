using System.Net;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>No request chooses where a key is sent.</summary>
public sealed class Destinations_of_a_request(GatewayWebHost host) : IClassFixture<GatewayWebHost>
{
    [Theory]
    [InlineData("..%2f..%2fsecret")]
    [InlineData("..%5c..%5csecret")]
    [InlineData("%2e%2e/secret")]
    [InlineData("../secret")]
    [InlineData("v1/../../secret")]
    [InlineData("%252e%252e/secret")]
    [InlineData("%252e%252e%252fsecret")]
    [InlineData("v1/%2e/x")]
    [InlineData("..;/secret")]
    [InlineData("v1/..;x/secret")]
    [InlineData("/evil.example")]
    [InlineData("//evil.example/x")]
    [InlineData("v1//x")]
    [InlineData("http://evil.example/x")]
    [InlineData("v1%0d%0aX-Evil:%20yes")]
    [InlineData("v1%00")]
    [InlineData("v1%23fragment")]
    [InlineData("v1%3fquery")]
    [InlineData("v1\\x")]
    [InlineData("%c0%ae%c0%ae/secret")]
    public async Task A_path_that_could_be_read_in_two_ways_is_not_forwarded(string path)
    {
        var user = await GatewayClient.MakeAsync(host);
        var before = host.Provider.Received.Count;
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync($"GET /gateway/v1/{user.Service}/local/{path}", $"cf-aig-authorization: Bearer {user.Credential}");

        Assert.InRange((await connection.ReceiveAsync()).Status, 400, 404);
        Assert.Equal(before, host.Provider.Received.Count);
    }

    [Theory]
    [InlineData("@evil.example/x", "/base/@evil.example/x")]
    [InlineData("models/m:generate", "/base/models/m:generate")]
    [InlineData("evil.example:443", "/base/evil.example:443")]
    [InlineData("", "/base/")]
    [InlineData("v1/list/?a=../..&b=%2f", "/base/v1/list/?a=../..&b=%2f")]
    public async Task A_plain_path_stays_below_the_providers_address(string path, string target)
    {
        var user = await GatewayClient.MakeAsync(host);
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync($"GET /gateway/v1/{user.Service}/local/{path}", $"cf-aig-authorization: Bearer {user.Credential}");

        Assert.Equal(200, (await connection.ReceiveAsync(isHead: true)).Status);
        Assert.Equal(
            target,
            host.Provider.Received.Single(h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {user.Key}").Target
        );
    }

    [Theory]
    [InlineData(
        400,
        "upgrade_refused",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
    )]
    [InlineData(400, "upgrade_refused", "Content-Type: application/grpc", "Content-Length: 0")]
    [InlineData(400, "upgrade_refused", "Content-Type: Application/gRPC+json", "Content-Length: 0")]
    [InlineData(400, "alias_ambiguous", "cf-aig-byok-alias: default", "cf-aig-byok-alias: other")]
    [InlineData(401, "unknown_caller", "cf-aig-authorization: Bearer another")]
    public async Task An_upgrade_a_gRPC_call_and_a_repeated_gateway_header_are_refused(int status, string error, params string[] headers)
    {
        var user = await GatewayClient.MakeAsync(host);
        using var connection = new RawConnection(host.Api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync(
            $"GET /gateway/v1/{user.Service}/local/v1/odd",
            [$"cf-aig-authorization: Bearer {user.Credential}", .. headers]
        );

        Assert.Equal(
            (status, $$"""{"error":"{{error}}"}"""),
            await connection.ReceiveAsync() is var answer ? (answer.Status, answer.Body) : default
        );
        Assert.DoesNotContain(host.Provider.Received, h => h.Target == "/base/v1/odd");
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("172.31.0.1")]
    [InlineData("192.168.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.100.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("::ffff:10.0.0.1")]
    [InlineData("fd00::1")]
    [InlineData("fe80::1")]
    [InlineData("ff02::1")]
    [InlineData("64:ff9b::a00:1")]
    [InlineData("2002:a00:1::")]
    [InlineData("2001:db8::1")]
    public void A_non_public_address_is_recognized(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("::ffff:1.1.1.1")]
    [InlineData("2606:4700::1111")]
    public void A_public_address_is_recognized(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));
}
