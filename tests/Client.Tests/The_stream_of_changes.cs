using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using SecretsDashboard.Client.Configuration;
using SecretsDashboard.Client.Http;

namespace SecretsDashboard.Client.Tests;

/// <summary>The real server's stream, through the listener that the configuration uses.</summary>
public sealed class The_stream_of_changes(ClientHost host)
{
    [Fact]
    public async Task The_stream_resumes_after_a_killed_server_with_each_missed_change_once_and_in_order()
    {
        var server = new StoppableClientHost();
        await server.InitializeAsync();
        var service = await server.ServiceAsync(("A", "one"), ("B", "one"));
        await using var services = Services(server.Address, service.Credential);

        var first = Assert.Single(await ReceiveAsync(services, null, until: e => e.Type == "ready"));
        await service.ChangeAsync("B", "two");
        var received = await ReceiveAsync(services, first.Id, until: e => e.Type == "changed");
        await service.ChangeAsync("A", "two");
        await server.KillAsync();
        await server.StartAgainAsync();
        await service.BindAsync("C", "one");
        await service.UnbindAsync("B");

        var missed = await ReceiveAsync(services, received[^1].Id, until: e => e.Type is null);
        Assert.Equal(
            ["""{"name":"A","version":2}""", """{"name":"C","version":1}""", """{"name":"B","version":null}"""],
            missed.SkipLast(1).Select(e => e.Data)
        );
        Assert.Null(Assert.Single(await ReceiveAsync(services, missed[^1].Id, until: e => e.Type is null)).Type);
        await server.DisposeAsync();
    }

    [Fact]
    public async Task The_listener_continues_after_a_reload_callback_throws_an_exception()
    {
        var service = await host.ServiceAsync(("KEY", "one"));
        var configuration = new ConfigurationBuilder()
            .AddSecretsDashboard(o => (o.Address, o.Credential) = (host.Address, service.Credential))
            .Build();
        var seen = new TaskCompletionSource();
        using var callback = ChangeToken.OnChange(
            configuration.GetReloadToken,
            () =>
            {
                if (configuration["KEY"] == "three")
                {
                    seen.TrySetResult();
                }
                throw new InvalidOperationException("A mistake of the service's own.");
            }
        );

        await service.ChangeAsync("KEY", "two");
        await service.ChangeAsync("KEY", "three");

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(60));
        ((IDisposable)configuration).Dispose();
    }

    [Fact]
    public async Task The_stream_is_read_correctly_when_it_arrives_byte_by_byte()
    {
        var text = ": hello\n\nretry: 700\n\nevent: changed\nid: 7\ndata: {\"name\":\"A\"}\n\n: listening\nid: 9\n\nevent: lost";
        await using var body = new ByteByByteStream(text);
        var reader = new EventReader(body);

        var events = await reader.ReadAsync(TestContext.Current.CancellationToken).ToListAsync();

        Assert.Equal([new ServerEvent("changed", """{"name":"A"}""", "7"), new ServerEvent(null, "", "9")], events);
        Assert.Equal(TimeSpan.FromMilliseconds(700), reader.Retry);
    }

    [Fact]
    public async Task The_stream_is_abandoned_when_a_line_never_ends()
    {
        await using var body = new EndlessStream();

        await Assert.ThrowsAsync<IOException>(async () =>
            await new EventReader(body).ReadAsync(TestContext.Current.CancellationToken).ToListAsync()
        );
        Assert.InRange(body.Given, 1, 100_000);
    }

    private static ServiceProvider Services(Uri address, string credential)
    {
        var services = new ServiceCollection();
        services.AddHttp(new SecretsDashboardOptions { Address = address, Credential = credential });
        return services.BuildServiceProvider();
    }

    private static async Task<List<ServerEvent>> ReceiveAsync(ServiceProvider services, string? lastId, Func<ServerEvent, bool> until)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var received = new List<ServerEvent>();
        var listener = new ChangesListener(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpSetup.Changes));
        await foreach (var serverEvent in listener.ListenAsync(lastId, timeout.Token))
        {
            received.Add(serverEvent);
            if (until(serverEvent))
            {
                break;
            }
        }
        return received;
    }

    /// <summary>A line that has no end.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            Given += buffer.Length;
            cancellationToken.ThrowIfCancellationRequested();
            return ValueTask.FromResult(buffer.Length);
        }
    }

    /// <summary>A body that comes byte by byte.</summary>
    private sealed class ByteByByteStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..1], cancellationToken);
    }
}
