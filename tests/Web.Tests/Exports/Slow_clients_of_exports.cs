using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Web.Exports;

namespace SecretsDashboard.Web.Tests.Exports;

public sealed class Slow_clients_of_exports
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_client_that_reads_each_part_in_time_is_not_cut_off()
    {
        var client = new SlowClient();
        await using var stream = new WriteTimeoutStream(client, Idle, _time);

        var writing = stream.WriteAsync(new byte[10 * 64 * 1024]).AsTask();
        for (var part = 0; part < 10; part++)
        {
            await client.Begun.WaitAsync();
            _time.Advance(Idle - TimeSpan.FromSeconds(1));
            client.MayContinue.Release();
        }

        await writing;
        Assert.Equal(10 * 64 * 1024, client.Length);
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off()
    {
        var client = new SlowClient();
        await using var stream = new WriteTimeoutStream(client, Idle, _time);

        var writing = stream.WriteAsync(new byte[10 * 64 * 1024]).AsTask();
        await client.Begun.WaitAsync();
        client.MayContinue.Release();
        await client.Begun.WaitAsync();
        _time.Advance(Idle);

        await Assert.ThrowsAsync<TimeoutException>(() => writing);
        Assert.Equal(64 * 1024, client.Length);
    }

    /// <summary>Reads a part only on command.</summary>
    private sealed class SlowClient : MemoryStream
    {
        public SemaphoreSlim Begun { get; } = new(0);
        public SemaphoreSlim MayContinue { get; } = new(0);

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Begun.Release();
            await MayContinue.WaitAsync(cancellationToken);
            Write(buffer.Span);
        }
    }
}
