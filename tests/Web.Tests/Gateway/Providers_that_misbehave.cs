using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Providers that are slow, away, or where no provider may be.</summary>
public sealed class Providers_that_misbehave : WithGateways
{
    [Fact]
    public async Task A_provider_that_hangs_is_given_up()
    {
        var (house, user) = await MakeAsync(("Gateway:IdleSeconds", "1"));
        house.Provider.Answers["v1/hangs"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal((504, """{"error":"provider_timed_out"}"""), (await user.SendAsync("v1/hangs")).Told);
        Assert.Equal(200, (await user.SendAsync("v1/answers")).Status);
    }

    [Fact]
    public async Task A_provider_that_is_not_there_is_told_of()
    {
        var (house, _) = await MakeAsync();
        var user = await GatewayUser.MakeAsync(house, "nowhere");

        Assert.Equal((502, """{"error":"provider_unreachable"}"""), (await user.SendAsync("v1/x", "nowhere")).Told);
    }

    [Fact]
    public async Task What_went_wrong_stands_in_the_log_for_those_who_run_the_server()
    {
        var log = new LoudLog();
        var (house, _) = await MakeAsync(log, ("Gateway:Providers:unnamed:Address", "https://nobody.invalid/"));

        foreach (var provider in new[] { "nowhere", "forbidden", "unnamed" })
        {
            var answer = await (await GatewayUser.MakeAsync(house, provider)).SendAsync("v1/x", provider);
            Assert.Equal((502, """{"error":"provider_unreachable"}"""), answer.Told);
            Assert.Contains(log.Lines, line => line.Contains($"Provider {provider} did not answer request {answer.Headers["X-Request-Id"]} to its end: Request", StringComparison.Ordinal));
        }

        Assert.Contains(log.Lines, line => line.Contains("ConnectionRefused", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("Provider forbidden was not connected to: localhost leads to no public address. Gateway:Providers:forbidden:AllowPrivateAddresses allows others.", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.Contains("NameResolutionError", StringComparison.Ordinal) || line.Contains("HostNotFound", StringComparison.Ordinal) || line.Contains("TryAgain", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task A_private_address_is_connected_to_only_where_that_is_configured(string allowed, bool isTried)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (house, _) = await MakeAsync(("Gateway:Providers:inside:Address", $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            ("Gateway:Providers:inside:AllowPrivateAddresses", allowed), ("Gateway:IdleSeconds", "1"));
        var user = await GatewayUser.MakeAsync(house, "inside");

        Assert.InRange((await user.SendAsync("v1/x", "inside")).Status, 502, 504);
        Assert.Equal(isTried, listener.Pending());
    }
}
