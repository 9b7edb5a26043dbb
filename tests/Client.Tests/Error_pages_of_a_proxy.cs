using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using SecretsDashboard.Client.Configuration;

namespace SecretsDashboard.Client.Tests;

/// <summary>Error pages of a proxy whose server is unreachable have no effect; rejections
/// by the server do. Here a rejection removes the values at once.</summary>
public sealed class Error_pages_of_a_proxy
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly Queue<Func<HttpContext, Task>> _streams = [];
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously),
        _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<HttpContext, Task> _value = Value("one");

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_error_page_from_a_proxy_removes_no_value_even_if_the_connection_then_breaks(int status)
    {
        await using var server = await StartAsync(
            SendEvent("ready"),
            FaultyServer.Page(status),
            FaultyServer.Breaks,
            async context =>
            {
                _reached.SetResult();
                await _goOn.Task;
                await SendEvent("reset", thenWaits: true)(context);
            }
        );
        using var configuration = Build(server);

        await _reached.Task.WaitAsync(MaxWait);
        Assert.Equal(("one", ConnectionState.Unreachable), (configuration["KEY"], Connection(configuration).State));
        _value = Value("two");
        _goOn.SetResult();

        await Reload.WaitForAsync(configuration, () => configuration["KEY"] == "two").WaitAsync(MaxWait);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task An_error_page_from_a_proxy_removes_no_value_during_a_full_reload(int status)
    {
        await using var server = await StartAsync(
            SendEvent("ready"),
            context =>
            {
                _value = FaultyServer.Page(status);
                return SendEvent("reset")(context);
            },
            async context =>
            {
                _reached.SetResult();
                await _goOn.Task;
                await SendEvent("reset", thenWaits: true)(context);
            }
        );
        using var configuration = Build(server);

        await _reached.Task.WaitAsync(MaxWait);
        Assert.Equal(("one", ConnectionState.Unreachable), (configuration["KEY"], Connection(configuration).State));
        _value = FaultyServer.Refusal(status, status == 404 ? "binding_not_found" : "refused");
        _goOn.SetResult();

        await Reload.WaitForAsync(configuration, () => configuration["KEY"] is null).WaitAsync(MaxWait);
    }

    [Theory]
    [InlineData(401, "unknown_caller")]
    [InlineData(403, "refused")]
    public async Task A_rejection_by_the_server_itself_removes_the_values(int status, string code)
    {
        await using var server = await StartAsync(
            SendEvent("ready"),
            FaultyServer.Refusal(status, code),
            FaultyServer.Breaks,
            async context =>
            {
                _reached.SetResult();
                await _goOn.Task;
                await SendEvent("", thenWaits: true)(context);
            }
        );
        using var configuration = Build(server);

        await Reload.WaitForAsync(configuration, () => configuration["KEY"] is null).WaitAsync(MaxWait);
        await _reached.Task.WaitAsync(MaxWait);

        Assert.Equal(ConnectionState.Refused, Connection(configuration).State);
        _goOn.SetResult();
    }

    private async Task<FaultyServer> StartAsync(params Func<HttpContext, Task>[] streams)
    {
        Array.ForEach(streams, _streams.Enqueue);
        return await FaultyServer.StartAsync(context =>
            context.Request.Path.Value switch
            {
                "/runtime/v1/changes" => _streams.TryDequeue(out var stream) ? stream(context) : SendEvent("", thenWaits: true)(context),
                "/runtime/v1/bindings" => context.Response.WriteAsync("""[{"name":"KEY","version":1}]"""),
                _ => _value(context),
            }
        );
    }

    private static Func<HttpContext, Task> Value(string value) => FaultyServer.Text($$"""{"name":"KEY","version":1,"value":"{{value}}"}""");

    private static Func<HttpContext, Task> SendEvent(string kind, bool thenWaits = false) =>
        async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($"retry: 50\n\nevent: {kind}\nid: 1\ndata: {{}}\n\n");
            await context.Response.Body.FlushAsync();
            if (thenWaits)
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        };

    private static ConfigurationRoot Build(FaultyServer server) =>
        (ConfigurationRoot)
            new ConfigurationBuilder()
                .AddSecretsDashboard(o => (o.Address, o.Credential, o.KeepWhenRefused) = (server.Address, "sds_any", TimeSpan.Zero))
                .Build();

    private static ConnectionStatus Connection(IConfigurationRoot configuration) =>
        configuration.Providers.OfType<SecretsDashboardProvider>().Single().Connection.Now;
}
