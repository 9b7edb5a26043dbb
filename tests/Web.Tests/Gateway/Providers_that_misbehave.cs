using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Providers that are slow, away, or where no provider may be.</summary>
public sealed class Providers_that_misbehave : GatewayTest
{
    // Each test that is silent waits for it; what answers has to answer within it, also on a slow machine.
    private static readonly (string, string) Idle = ("Gateway:IdleSeconds", "5");

    [Fact]
    public async Task A_request_to_a_provider_that_hangs_times_out()
    {
        var (host, user) = await MakeAsync(Idle);
        host.Provider.Answers["v1/hangs"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        Assert.Equal((504, """{"error":"provider_timed_out"}"""), (await user.SendAsync("v1/hangs")).StatusAndText);
        Assert.Equal(200, (await user.SendAsync("v1/answers")).Status);
    }

    [Fact]
    public async Task A_provider_that_cannot_be_reached_is_reported_to_the_caller()
    {
        var (host, _) = await MakeAsync();
        var user = await GatewayClient.MakeAsync(host, "nowhere");

        Assert.Equal((502, """{"error":"provider_unreachable"}"""), (await user.SendAsync("v1/x", "nowhere")).StatusAndText);
    }

    [Fact]
    public async Task The_log_says_why_a_provider_could_not_be_reached()
    {
        var log = new RecordingLog();
        var (host, _) = await MakeAsync(log, ("Gateway:Providers:unnamed:Address", "https://nobody.invalid/"));

        foreach (var provider in new[] { "nowhere", "forbidden", "unnamed" })
        {
            var answer = await (await GatewayClient.MakeAsync(host, provider)).SendAsync("v1/x", provider);
            Assert.Equal((502, """{"error":"provider_unreachable"}"""), answer.StatusAndText);
            Assert.Contains(
                log.Lines,
                line =>
                    line.Contains(
                        $"Provider {provider} did not complete its response to request {answer.Headers["X-Request-Id"]}: Request",
                        StringComparison.Ordinal
                    )
            );
        }

        Assert.Contains(log.Lines, line => line.Contains("ConnectionRefused", StringComparison.Ordinal));
        Assert.Contains(
            log.Lines,
            line =>
                line.Contains(
                    "The server did not connect to provider forbidden: localhost has no public address. "
                        + "Gateway:Providers:forbidden:AllowPrivateAddresses allows others.",
                    StringComparison.Ordinal
                )
        );
        Assert.Contains(
            log.Lines,
            line =>
                line.Contains("NameResolutionError", StringComparison.Ordinal)
                || line.Contains("HostNotFound", StringComparison.Ordinal)
                || line.Contains("TryAgain", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(302, "provider_redirected")]
    [InlineData(401, "provider_refused")]
    [InlineData(403, "provider_refused")]
    [InlineData(407, "provider_refused")]
    public async Task The_log_names_the_status_of_a_provider_answer_that_was_withheld(int status, string error)
    {
        var log = new RecordingLog();
        var (host, user) = await MakeAsync(log);
        host.Provider.Answers["v1/x"] = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("free text");
        };

        var answer = await user.SendAsync("v1/x");

        Assert.Equal((502, $$"""{"error":"{{error}}"}"""), answer.StatusAndText);
        var line = Assert.Single(
            log.Lines,
            l =>
                l.Contains(
                    $"Provider local answered request {answer.Headers["X-Request-Id"]} with the status {status}",
                    StringComparison.Ordinal
                )
        );
        Assert.StartsWith("Warning ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, l => l.Contains("free text", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_fault_of_the_caller_is_not_logged_as_a_warning_about_the_provider()
    {
        var log = new RecordingLog();
        var (host, user) = await MakeAsync(log, ("Gateway:LargestBodyBytes", "1000"));
        using var unsaid = user.Request("v1/large", body: new string('x', 1_001));
        unsaid.Headers.TransferEncodingChunked = true;

        var answer = await GatewayResponse.OfAsync(await host.Api.SendPlainAsync(unsaid));

        Assert.Equal(413, answer.Status);
        var line = Assert.Single(
            log.Lines,
            l =>
                l.Contains(
                    $"The caller of request {answer.Headers["X-Request-Id"]} to provider local did not send a complete body: "
                        + "RequestBodyClient",
                    StringComparison.Ordinal
                )
        );
        Assert.StartsWith("Information ", line, StringComparison.Ordinal);
        Assert.DoesNotContain(
            log.Lines,
            l => l.StartsWith("Warning ", StringComparison.Ordinal) && l.Contains("rovider local", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task An_answer_that_its_provider_does_not_complete_is_logged_as_a_warning()
    {
        var log = new RecordingLog();
        var (host, user) = await MakeAsync(log, Idle);
        host.Provider.Answers["v1/half"] = async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => user.SendAsync("v1/half"));

        var line = await log.LineAsync(": ResponseBodyDestination", MaxWait);
        Assert.Matches("^Warning .+ Provider local did not complete its response to request ", line);
    }

    [Fact]
    public async Task An_answer_that_its_caller_does_not_read_is_not_logged_as_a_warning()
    {
        var log = new RecordingLog();
        var (host, user) = await MakeAsync(log, Idle);
        host.Provider.Answers["v1/much"] = async context =>
        {
            for (var piece = new byte[1024 * 1024]; !context.RequestAborted.IsCancellationRequested; )
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        };
        using var client = Client(host);
        using var request = user.Request("v1/much");

        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

        var line = await log.LineAsync("did not read the whole response: ResponseBodyClient", MaxWait);
        Assert.Matches("^Information .+ The caller of request ", line);
        Assert.DoesNotContain(
            log.Lines,
            l => l.StartsWith("Warning ", StringComparison.Ordinal) && l.Contains("rovider local", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task A_private_address_is_connected_to_only_where_that_is_configured(string allowed, bool isTried)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var (host, _) = await MakeAsync(
            ("Gateway:Providers:inside:Address", $"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}/"),
            ("Gateway:Providers:inside:AllowPrivateAddresses", allowed),
            Idle
        );
        var user = await GatewayClient.MakeAsync(host, "inside");

        Assert.InRange((await user.SendAsync("v1/x", "inside")).Status, 502, 504);
        Assert.Equal(isTried, listener.Pending());
    }
}
