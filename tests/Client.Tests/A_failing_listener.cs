using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Primitives;
using SecretsDashboard.Client.Configuration;
using SecretsDashboard.Client.Health;

namespace SecretsDashboard.Client.Tests;

/// <summary>Tests the configuration when the stream of changes misbehaves or ends.</summary>
public sealed class A_failing_listener
{
    private const string Ready = "retry: 50\n\nevent: ready\nid: 1\ndata: {}\n\n",
        Changed = "retry: 50\n\nevent: changed\nid: 2\ndata: {\"name\":\"KEY\"}\n\n";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private readonly Queue<Func<HttpContext, Task>> _streams = [];
    private string _value = "one";
    private int _reads;

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[")]
    [InlineData("")]
    [InlineData("{\"name\":\"\"}")]
    [InlineData("{\"name\":null}")]
    [InlineData("{\"name\":7}")]
    public async Task The_listener_continues_after_a_malformed_change_event(string data)
    {
        await using var server = await StartAsync(
            Sends(Ready + $"event: changed\nid: 9\ndata: {data}\n\n"),
            context =>
            {
                _value = "two";
                return Sends(Changed, staysOpen: true)(context);
            }
        );
        using var configuration = Build(server);

        await Reload.WaitForAsync(configuration, () => configuration["KEY"] == "two").WaitAsync(Timeout);
    }

    [Fact]
    public async Task A_stream_that_the_server_ends_does_not_interrupt_the_contact()
    {
        var again = new TaskCompletionSource();
        await using var server = await StartAsync(
            Sends(Ready),
            async context =>
            {
                again.SetResult();
                await Sends("", staysOpen: true)(context);
            }
        );
        using var configuration = Build(server);
        var initial = Provider(configuration).Connection.Now;

        await again.Task.WaitAsync(Timeout);

        Assert.Equal(
            (ConnectionState.Connected, initial.Since),
            (Provider(configuration).Connection.Now.State, Provider(configuration).Connection.Now.Since)
        );
    }

    [Fact]
    public async Task The_configuration_reads_its_values_when_all_streams_of_the_service_are_taken()
    {
        await using var server = await StartAsync(
            FaultyServer.Refusal(429, "too_many_followers", retryAfter: "1"),
            Sends(Ready, staysOpen: true)
        );
        using var configuration = Build(server);

        Assert.Equal("one", configuration["KEY"]);
        Assert.Equal(ConnectionState.Connected, Provider(configuration).Connection.Now.State);
    }

    [Theory]
    [InlineData("too_many_requests")]
    [InlineData(null)]
    public async Task A_rate_limited_listener_waits_as_long_as_the_server_asks_and_reads_nothing_meanwhile(string? errorCode)
    {
        var (since, again) = (0L, new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var server = await StartAsync(
            Sends(Ready),
            context =>
            {
                (since, _reads) = (Stopwatch.GetTimestamp(), 0);
                return (
                    errorCode is null ? FaultyServer.Status(429, retryAfter: "6") : FaultyServer.Refusal(429, errorCode, retryAfter: "6")
                )(context);
            },
            async context =>
            {
                again.SetResult(Stopwatch.GetElapsedTime(since));
                await Sends("", staysOpen: true)(context);
            }
        );
        using var configuration = Build(server);

        Assert.True((await again.Task.WaitAsync(Timeout)).TotalSeconds >= 5.9);
        Assert.Equal((0, "one", ConnectionState.Unreachable), (_reads, configuration["KEY"], Provider(configuration).Connection.Now.State));
    }

    [Fact]
    public async Task The_health_check_reports_an_exception_in_a_reload_callback_without_the_value()
    {
        var (failed, proceed, recovered) = (new TaskCompletionSource(), new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StartAsync(
            Sends(Ready),
            SendsChangeTo("two"),
            async context =>
            {
                failed.SetResult();
                await proceed.Task;
                await SendsChangeTo("three")(context);
            },
            context =>
            {
                recovered.SetResult();
                return Sends("", staysOpen: true)(context);
            }
        );
        using var configuration = Build(server);
        using var callback = ChangeToken.OnChange(
            configuration.GetReloadToken,
            () => _ = configuration["KEY"] == "two" ? throw new FormatException("'two' is no number.") : 0
        );

        await failed.Task.WaitAsync(Timeout);
        var result = await new SecretsDashboardHealthCheck(configuration).CheckHealthAsync(new());
        Assert.Equal((HealthStatus.Degraded, "two"), (result.Status, configuration["KEY"]));
        Assert.Contains("System.FormatException", result.Description, StringComparison.Ordinal);
        Assert.DoesNotContain("two", result.Description, StringComparison.Ordinal);
        proceed.SetResult();
        await recovered.Task.WaitAsync(Timeout);

        Assert.Equal(HealthStatus.Healthy, (await new SecretsDashboardHealthCheck(configuration).CheckHealthAsync(new())).Status);
    }

    [Fact]
    public async Task Disposing_the_configuration_closes_its_stream()
    {
        var closed = new TaskCompletionSource();
        await using var server = await StartAsync(async context =>
        {
            context.RequestAborted.Register(() => closed.TrySetResult());
            await Sends(Ready, staysOpen: true)(context);
        });
        var configuration = Build(server);

        configuration.Dispose();

        await closed.Task.WaitAsync(Timeout);
        configuration.Dispose();
        Assert.Equal("one", ((IConfiguration)configuration)["KEY"]);
    }

    [Fact]
    public async Task Disposing_the_provider_ends_a_load_that_waits_for_the_server()
    {
        var requested = new TaskCompletionSource();
        await using var server = await StartAsync(context =>
        {
            requested.TrySetResult();
            return Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
        });
        var provider = new SecretsDashboardProvider(
            new SecretsDashboardOptions
            {
                Address = server.Address,
                Credential = "sds_any",
                StartTimeout = TimeSpan.FromHours(1),
            }
        );
        var loading = Task.Run(provider.Load);
        await requested.Task.WaitAsync(Timeout);

        provider.Dispose();

        await Assert.ThrowsAsync<SecretsDashboardException>(() => loading.WaitAsync(Timeout));
    }

    [Fact]
    public async Task The_health_check_finds_the_provider_in_a_nested_configuration()
    {
        await using var server = await StartAsync(Sends(Ready, staysOpen: true));
        using var inner = Build(server);
        var outer = new ConfigurationBuilder().AddConfiguration(inner).Build();

        Assert.Equal(HealthStatus.Healthy, (await new SecretsDashboardHealthCheck(outer).CheckHealthAsync(new())).Status);
        Assert.Equal(
            HealthStatus.Unhealthy,
            (await new SecretsDashboardHealthCheck(new ConfigurationBuilder().Build()).CheckHealthAsync(new())).Status
        );
    }

    private async Task<FaultyServer> StartAsync(params Func<HttpContext, Task>[] streams)
    {
        Array.ForEach(streams, _streams.Enqueue);
        return await FaultyServer.StartAsync(context =>
            context.Request.Path.Value switch
            {
                "/runtime/v1/changes" => _streams.TryDequeue(out var stream) ? stream(context) : Sends("", staysOpen: true)(context),
                "/runtime/v1/bindings" when Interlocked.Increment(ref _reads) > 0 => context.Response.WriteAsync(
                    """[{"name":"KEY","version":1}]"""
                ),
                _ => context.Response.WriteAsync($$"""{"name":"KEY","version":1,"value":"{{_value}}"}"""),
            }
        );
    }

    private Func<HttpContext, Task> SendsChangeTo(string value) =>
        context =>
        {
            _value = value;
            return Sends(Changed)(context);
        };

    private static Func<HttpContext, Task> Sends(string text, bool staysOpen = false) =>
        async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(text);
            await context.Response.Body.FlushAsync();
            if (staysOpen)
            {
                await Task.Delay(System.Threading.Timeout.Infinite, context.RequestAborted);
            }
        };

    private static ConfigurationRoot Build(FaultyServer server) =>
        (ConfigurationRoot)
            new ConfigurationBuilder().AddSecretsDashboard(o => (o.Address, o.Credential) = (server.Address, "sds_any")).Build();

    private static SecretsDashboardProvider Provider(IConfigurationRoot configuration) =>
        configuration.Providers.OfType<SecretsDashboardProvider>().Single();
}
