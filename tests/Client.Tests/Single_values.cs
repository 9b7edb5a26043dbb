using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using static SecretsDashboard.Client.Tests.Hosts.FaultyServer;

namespace SecretsDashboard.Client.Tests;

/// <summary>The client's behavior when the server fails.</summary>
public sealed class Single_values
{
    private const string One = """{"name":"KEY","version":1,"value":"one"}""",
        Two = """{"name":"KEY","version":2,"value":"two"}""";

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(408)]
    public async Task The_client_retries_a_read_after_a_transient_error_status(int status)
    {
        await using var server = await StartAsync(Status(status), Text(One));

        Assert.Equal("one", (await server.Client().GetAsync("KEY")).Value);
        Assert.Equal(2, server.ReceivedTags.Count);
    }

    [Fact]
    public async Task The_client_retries_a_read_after_a_broken_connection()
    {
        await using var server = await StartAsync(Breaks, Text(One));

        Assert.Equal("one", (await server.Client().GetAsync("KEY")).Value);
    }

    [Fact]
    public async Task The_client_retries_a_read_no_earlier_than_the_server_asks()
    {
        await using var server = await StartAsync(Status(429, retryAfter: "4"), Text(One));
        var since = Stopwatch.GetTimestamp();

        Assert.Equal("one", (await server.Client().GetAsync("KEY")).Value);
        Assert.True(Stopwatch.GetElapsedTime(since).TotalSeconds >= 3.9);
    }

    [Theory]
    [InlineData(401, "unknown_caller", SecretsDashboardFailure.UnknownCaller)]
    [InlineData(403, "refused", SecretsDashboardFailure.Refused)]
    [InlineData(404, "binding_not_found", SecretsDashboardFailure.NotFound)]
    public async Task A_rejected_read_is_not_retried_and_drops_the_cached_value(int status, string code, SecretsDashboardFailure failure)
    {
        await using var server = await StartAsync(Text(One, "\"a\""), Refusal(status, code), Text("nothing"));
        var client = server.Client();
        await client.GetAsync("KEY");

        Assert.Equal(failure, (await Assert.ThrowsAsync<SecretsDashboardException>(() => client.GetAsync("KEY"))).Failure);
        Assert.Equal(2, server.ReceivedTags.Count);
        Assert.Equal(
            SecretsDashboardFailure.Unreachable,
            (await Assert.ThrowsAsync<SecretsDashboardException>(() => client.GetAsync("KEY"))).Failure
        );
        Assert.Null(server.ReceivedTags.Last());
    }

    public static TheoryData<Func<HttpContext, Task>> ResponsesOfAProxy() =>
        [
            Page(401),
            Page(403),
            Page(404),
            Status(404),
            Json(401, """{"error":"unknown_caller"}""", requestId: null),
            Json(404, """{"error":"no_such_route"}""", requestId: "of-a-proxy"),
            Json(404, """{"error":"not_found"}""", requestId: "of-a-proxy"),
            Json(403, """{"error":"unknown_caller"}""", requestId: "of-a-proxy"),
            Json(404, """{"error":"Refused"}""", requestId: "of-a-proxy"),
            Json(403, """{"message":"refused"}""", requestId: "of-a-proxy"),
            Json(403, """{"error":{"code":"refused"}}""", requestId: "of-a-proxy"),
            Json(403, "refused", requestId: "of-a-proxy"),
            Json(403, $$"""{"error":"refused","more":"{{new string('x', 1_000)}}"}""", requestId: "of-a-proxy"),
        ];

    /// <summary>An ingress answers like this in the very outage in which the last value is needed.</summary>
    [Theory]
    [MemberData(nameof(ResponsesOfAProxy), DisableDiscoveryEnumeration = true)]
    public async Task A_read_returns_the_cached_value_when_a_proxy_answers_instead_of_the_server(Func<HttpContext, Task> answer)
    {
        await using var server = await StartAsync(Text(One, "\"a\""), answer);
        var client = server.Client();
        await client.GetAsync("KEY");

        var kept = await client.GetAsync("KEY");

        Assert.Equal(("one", false), (kept.Value, kept.IsCurrent));
        Assert.Equal(
            SecretsDashboardFailure.Unreachable,
            (await Assert.ThrowsAsync<SecretsDashboardException>(() => client.GetAsync("NEVER_READ"))).Failure
        );
    }

    [Fact]
    public async Task A_value_that_has_not_changed_is_not_sent_again()
    {
        await using var server = await StartAsync(Text(One, "\"a\""), Status(304), Text(Two, "\"b\""));
        var client = server.Client();

        var values = new[] { await client.GetAsync("KEY"), await client.GetAsync("KEY"), await client.GetAsync("KEY") };

        Assert.Equal(["one", "one", "two"], values.Select(v => v.Value));
        Assert.Equal([null, "\"a\"", "\"a\""], server.ReceivedTags);
        Assert.True(values[1].Confirmed > values[0].Confirmed && values.All(v => v.IsCurrent));
    }

    [Fact]
    public async Task A_read_returns_the_cached_value_while_the_server_is_unreachable()
    {
        var server = await StartAsync(Text(One, "\"a\""));
        var client = server.Client();
        var read = await client.GetAsync("KEY");
        await server.DisposeAsync();

        var since = Stopwatch.GetTimestamp();
        var kept = await client.GetAsync("KEY");
        for (var again = 0; again < 100; again++)
        {
            await client.GetAsync("KEY");
        }
        Assert.InRange(Stopwatch.GetElapsedTime(since).TotalSeconds, 0, 60); // Not a hundred times all the pauses.
        Assert.Equal(("one", read.Confirmed, false), (kept.Value, kept.Confirmed, kept.IsCurrent));
        Assert.Equal(
            SecretsDashboardFailure.Unreachable,
            (await Assert.ThrowsAsync<SecretsDashboardException>(() => client.GetAsync("NEVER_READ"))).Failure
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>a proxy's page</html>")]
    [InlineData("[]")]
    [InlineData("""{"name":"KEY","version":1}""")]
    [InlineData("""{"name":"KEY","version":"one","value":"secret-in-a-wrong-answer"}""")]
    [InlineData("""{"name":"KEY","version":1,"value":null}""")]
    [InlineData("""{"name":"OTHER","version":1,"value":"secret-in-a-wrong-answer"}""")]
    public async Task An_invalid_response_fails_a_read_as_unreachable_without_exposing_its_content(string body)
    {
        await using var server = await StartAsync(Text(body));

        var e = await Assert.ThrowsAsync<SecretsDashboardException>(() => server.Client().GetAsync("KEY"));
        Assert.Equal(SecretsDashboardFailure.Unreachable, e.Failure);
        Assert.DoesNotContain("secret-in-a-wrong-answer", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_aborts_a_response_that_never_ends()
    {
        var left = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            context.RequestAborted.Register(() => left.TrySetResult());
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(new byte[65_536], context.RequestAborted);
            }
        });

        Assert.Equal(
            SecretsDashboardFailure.Unreachable,
            (await Assert.ThrowsAsync<SecretsDashboardException>(() => server.Client().GetAsync("KEY"))).Failure
        );
        await left.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task The_client_does_not_follow_a_redirect_with_its_credential()
    {
        await using var other = await StartAsync(Text(One));
        await using var server = await StartAsync(context =>
        {
            context.Response.Redirect(other.Address.ToString());
            return Task.CompletedTask;
        });

        await Assert.ThrowsAsync<SecretsDashboardException>(() => server.Client().GetAsync("KEY"));
        Assert.Empty(other.ReceivedTags);
    }

    [Fact]
    public async Task A_read_is_canceled_when_the_caller_cancels_it()
    {
        await using var server = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.Client().GetAsync("KEY", soon.Token));
    }

    [Fact]
    public async Task The_text_form_of_a_secret_value_shows_only_its_name_and_version()
    {
        await using var server = await StartAsync(Text(One));

        Assert.Equal("KEY, version 1", $"{await server.Client().GetAsync("KEY")}");
    }
}
