using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Web.Runtime;
using SecretsDashboard.Web.Tests.Api;

namespace SecretsDashboard.Web.Tests.Runtime;

/// <summary>Stream slots are few, so each is freed when its client disconnects or stops
/// responding. Only the tests advance the server's clock: nothing ends by itself.</summary>
public sealed class Stream_slots : IAsyncLifetime
{
    private readonly Clock _time = new();

    public Stream_slots() => Api = new ApiWebHost { UsesKestrel = true, Time = _time };

    private ApiWebHost Api { get; }

    public ValueTask InitializeAsync() => Api.InitializeAsync();

    public ValueTask DisposeAsync() => Api.DisposeAsync();

    [Fact]
    public async Task A_service_has_a_limited_number_of_streams_and_a_closed_one_frees_a_slot()
    {
        var (reader, other) = (await Reader.MakeAsync(Api), await Reader.MakeAsync(Api));
        var held = Enumerable
            .Range(0, ChangeBroadcaster.MaxOfOneService - 1)
            .Select(_ => Api.Vault.Changes.Subscribe(reader.Service)!)
            .ToList();
        using (await ChangeStream.OpenAsync(reader))
        {
            var before = Api.Host.Rows();
            using var tooMany = await ChangeStream.OpenAsync(reader);
            Assert.Equal((429, """{"error":"too_many_followers"}"""), (tooMany.Status, await tooMany.TextAsync()));
            Assert.NotNull(tooMany.Headers.RetryAfter);
            Assert.Equal(before, Api.Host.Rows());
            using var others = await ChangeStream.OpenAsync(other);
            Assert.Equal(200, others.Status);
        }
        held[0].Dispose();
        using var again = await ChangeStream.OpenAsync(reader);
        Assert.Equal(200, again.Status);
        held.ForEach(f => f.Dispose());
    }

    [Fact]
    public async Task A_HEAD_request_for_a_stream_takes_and_needs_no_slot()
    {
        var reader = await Reader.MakeAsync(Api);
        var held = Enumerable
            .Range(0, ChangeBroadcaster.MaxOfOneService)
            .Select(_ => Api.Vault.Changes.Subscribe(reader.Service)!)
            .ToList();
        var before = Api.Host.Rows();

        var head = await reader.GetWithAsync(reader.Credential.Text, "/runtime/v1/changes", method: "HEAD");

        Assert.Equal((200, "", "text/event-stream"), (head.Status, head.Text, head.Type));
        Assert.Equal(before + 1, Api.Host.Rows());
        Assert.Equal(401, (await reader.GetWithAsync("sds_guess", "/runtime/v1/changes", method: "HEAD")).Status);
        held.ForEach(f => f.Dispose());
        held = TakeAllSlotsButOne(reader);
        await reader.GetWithAsync(reader.Credential.Text, "/runtime/v1/changes", method: "HEAD");
        using var last = Api.Vault.Changes.Subscribe(reader.Service);
        Assert.NotNull(last);
        held.ForEach(f => f.Dispose());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_that_closes_or_resets_its_connection_frees_its_stream_slot(bool isAborted)
    {
        var reader = await Reader.MakeAsync(Api);
        var held = TakeAllSlotsButOne(reader);
        using (var client = await ConnectAsync(reader))
        {
            Assert.Null(Api.Vault.Changes.Subscribe(reader.Service));
            client.LingerState = new LingerOption(isAborted, 0); // If aborted, the server receives only a reset.
        }

        (await WaitForFreeSlotAsync(reader)).Dispose();
        held.ForEach(f => f.Dispose());
    }

    [Fact]
    public async Task A_client_that_stops_reading_is_cut_off_and_its_events_do_not_pile_up()
    {
        var changes = 20_000;
        var reader = await Reader.MakeAsync(Api);
        var held = TakeAllSlotsButOne(reader);
        var before = Write(reader, changes);
        using var client = await ConnectAsync(reader, $"Last-Event-ID: {before}");
        Assert.Null(Api.Vault.Changes.Subscribe(reader.Service));

        // All steps together are less than the life of any stream, and each is taken only while a
        // write waits: a slow machine does not use them up before the server is stuck.
        (
            await WaitForFreeSlotAsync(
                reader,
                EventWriter.WriteTimeout + TimeSpan.FromSeconds(1),
                ChangesFeed.MaxDuration / 2,
                _time.IsStillWaiting
            )
        ).Dispose();

        Assert.InRange(await DrainAsync(client), 0, changes * 255L);
        held.ForEach(f => f.Dispose());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_frees_its_slot_when_the_time_of_the_stream_is_over()
    {
        var reader = await Reader.MakeAsync(Api);
        var held = TakeAllSlotsButOne(reader);
        using var client = await ConnectAsync(reader);
        Assert.Null(Api.Vault.Changes.Subscribe(reader.Service));

        (await WaitForFreeSlotAsync(reader, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15))).Dispose();
        held.ForEach(f => f.Dispose());
    }

    [Fact]
    public async Task A_stream_ends_after_a_quarter_of_an_hour_and_its_client_can_resume_it()
    {
        var reader = await Reader.MakeAsync(Api);
        using var stream = await ChangeStream.OpenAsync(reader);
        await stream.NextAsync();

        // A write that the server has not seen through yet would be given up before, and the connection with it.
        await _time.UntilWrittenAsync();
        _time.Advance(ChangesFeed.MaxDuration);

        Assert.Null(await stream.NextAsync());
        Write(reader, 1);
        using var again = await ChangeStream.OpenAsync(reader, stream.LastId);
        Assert.Single(await again.UntilListeningAsync());
    }

    private List<Subscription> TakeAllSlotsButOne(Reader reader) =>
        [.. Enumerable.Range(0, ChangeBroadcaster.MaxOfOneService - 1).Select(_ => Api.Vault.Changes.Subscribe(reader.Service)!)];

    /// <summary>Listens by a socket that takes little at a time, and has read that it is let in.</summary>
    private async Task<Socket> ConnectAsync(Reader reader, string header = "Accept: text/event-stream")
    {
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(Api.Host.ClientOptions.BaseAddress.Host, Api.Host.ClientOptions.BaseAddress.Port);
        await client.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET /runtime/v1/changes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {reader.Credential.Text}\r\n{header}\r\n\r\n"
            )
        );
        var start = new byte[15];
        Assert.Equal(start.Length, await client.ReceiveAsync(start));
        Assert.Equal("HTTP/1.1 200 OK", Encoding.ASCII.GetString(start));
        return client;
    }

    /// <summary>Waits until a slot for the service is free again, and takes it.</summary>
    /// <param name="step">The time by which the server's clock advances with each poll.</param>
    /// <param name="most">The maximum time to advance.</param>
    /// <param name="isDue">Whether to advance the clock now; always, if not given.</param>
    private async Task<Subscription> WaitForFreeSlotAsync(
        Reader reader,
        TimeSpan step = default,
        TimeSpan most = default,
        Func<bool>? isDue = null
    )
    {
        var (since, passed) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        for (; ; )
        {
            if (Api.Vault.Changes.Subscribe(reader.Service) is { } subscription)
            {
                return subscription;
            }
            Assert.InRange(Stopwatch.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(60));
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            if (passed + step <= most && isDue?.Invoke() != false)
            {
                _time.Advance(step);
                passed += step;
            }
        }
    }

    /// <summary>Writes down changes of as many long names.</summary>
    /// <returns>The last id before them.</returns>
    private long Write(Reader reader, int changes)
    {
        using var connection = Api.Host.OpenFile();
        using var write = connection.CreateCommand();
        write.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $changes)
            INSERT INTO "BindingChanges" ("ServiceId", "Name", "At") SELECT $service, printf('%0255d', i), unixepoch() * 1000 FROM n;
            UPDATE "Revisions" SET "Number" = "Number" + 1, "Position" = (SELECT MAX("Id") FROM "BindingChanges");
            SELECT "Position" - $changes FROM "Revisions";
            """;
        write.Parameters.AddWithValue("$changes", changes);
        write.Parameters.AddWithValue("$service", reader.Service.Value);
        return (long)write.ExecuteScalar()!;
    }

    /// <returns>How many bytes still came.</returns>
    private static async Task<long> DrainAsync(Socket client)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (buffer, total) = (new byte[65_536], 0L);
        try
        {
            while (await client.ReceiveAsync(buffer, timeout.Token) is > 0 and var count)
            {
                total += count;
            }
        }
        catch (SocketException)
        {
            // Cut off in the middle, as it is meant to be.
        }
        return total;
    }

    /// <summary>A clock to be moved by hand that knows whether a write waits for its client.</summary>
    private sealed class Clock() : FakeTimeProvider(DateTimeOffset.UtcNow)
    {
        private volatile WriteTimer? _last;
        private WriteTimer? _seen;

        /// <returns>Whether the write that was waiting at the previous call is still waiting.</returns>
        public bool IsStillWaiting()
        {
            var seen = Interlocked.Exchange(ref _seen, _last);
            return seen is { Over.IsCompleted: false } && seen == _last;
        }

        /// <summary>Returns once the last write that began is through.</summary>
        public Task UntilWrittenAsync() => _last!.Over.WaitAsync(TimeSpan.FromSeconds(60));

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            return dueTime == EventWriter.WriteTimeout ? _last = new WriteTimer(timer) : timer;
        }

        private sealed class WriteTimer(ITimer timer) : ITimer
        {
            private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

            public Task Over => _over.Task;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                _over.TrySetResult();
                timer.Dispose();
            }

            public ValueTask DisposeAsync()
            {
                _over.TrySetResult();
                return timer.DisposeAsync();
            }
        }
    }
}
