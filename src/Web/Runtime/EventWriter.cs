using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Writes binding changes as server-sent events. Clients don't dispatch an event without data but do store its id,
/// so a quiet service's position still advances.</summary>
internal sealed class EventWriter(PipeWriter body, TimeProvider time)
{
    /// <summary>Maximum time that a write waits. It waits only when the buffers on the way are full (data in a buffer is
    /// treated as read); a client that frees no space in this time is treated as disconnected. Kestrel's minimum data rate
    /// doesn't help here: it is averaged over everything that was ever sent, and so allows hours.</summary>
    public static readonly TimeSpan WriteTimeout = TimeSpan.FromSeconds(30);

    private const int RetryMilliseconds = 2_000;

    /// <summary>The id of the last event that was sent.</summary>
    public long Position { get; private set; }

    /// <param name="isResumed">True for a client that sends a last id: it receives the events it missed. Any other client
    /// receives its start position.</param>
    public async Task BeginAsync(BindingChangeBatch batch, bool isResumed, CancellationToken cancel)
    {
        Write($"retry: {RetryMilliseconds}\n\n");
        if (!isResumed)
        {
            Write($"event: ready\nid: {Id(batch.Position)}\ndata: {{}}\n\n");
        }
        await SendAsync(batch, cancel);
    }

    /// <exception cref="TimeoutException">The buffers on the way stayed full for <see cref="WriteTimeout"/>.</exception>
    public async Task SendAsync(BindingChangeBatch batch, CancellationToken cancel)
    {
        if (batch.MustReadAll)
        {
            Write($"event: reset\nid: {Id(batch.Position)}\ndata: {{}}\n\n");
        }
        foreach (var change in batch.Changes)
        {
            Write($"event: changed\nid: {Id(change.Id)}\ndata: {Data(change)}\n\n");
        }
        Write($": listening\nid: {Id(batch.Position)}\n\n");
        Position = batch.Position;
        await FlushAsync(cancel);
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(WriteTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        try
        {
            await body.FlushAsync(linked.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    // Names are letters, digits and _, so nothing needs escaping; the serializer is used as a safeguard.
    private static string Data(OwnChange change) =>
        $$"""{"name":{{JsonSerializer.Serialize(change.Name)}},"version":"""
        + $$"""{{change.Version?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}""";

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private void Write(string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
