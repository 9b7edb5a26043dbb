using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Writes news as server-sent events. An event without data is dispatched by no
/// client, but its id counts: so a quiet service's position moves on.</summary>
internal sealed class EventWriter(PipeWriter body, TimeProvider time)
{
    /// <summary>For so long a write waits, which it does only once the buffers on the way are full (what
    /// fits into them counts as taken, read or not); whoever makes none of them free
    /// by then is not there any more. Kestrel's own limit is of no use here: it
    /// allows for all that was ever sent, and so for hours.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int RetryMilliseconds = 2_000;

    /// <summary>The id up to which the client has heard.</summary>
    public long Position { get; private set; }

    /// <param name="isResumed">A client that gives an id back is told what it missed; any other, where it begins.</param>
    public async Task BeginAsync(BindingNews news, bool isResumed, CancellationToken cancel)
    {
        Write($"retry: {RetryMilliseconds}\n\n");
        if (!isResumed)
        {
            Write($"event: ready\nid: {Id(news.Position)}\ndata: {{}}\n\n");
        }
        await SendAsync(news, cancel);
    }

    /// <exception cref="TimeoutException">The buffers on the way are full, and nothing
    /// of them was taken within <see cref="Patience"/>.</exception>
    public async Task SendAsync(BindingNews news, CancellationToken cancel)
    {
        if (news.MustReadAll)
        {
            Write($"event: reset\nid: {Id(news.Position)}\ndata: {{}}\n\n");
        }
        foreach (var change in news.Changes)
        {
            Write($"event: changed\nid: {Id(change.Id)}\ndata: {Data(change)}\n\n");
        }
        Write($": listening\nid: {Id(news.Position)}\n\n");
        Position = news.Position;
        await FlushAsync(cancel);
    }

    private async Task FlushAsync(CancellationToken cancel)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            await body.FlushAsync(over.Token);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            throw new TimeoutException();
        }
    }

    // Names are letters, digits and _, so that nothing here needs escaping; the serializer is asked all the same.
    private static string Data(OwnChange change) =>
        $$"""{"name":{{JsonSerializer.Serialize(change.Name)}},"version":{{change.Version?.ToString(CultureInfo.InvariantCulture) ?? "null"}}}""";

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);

    private void Write(string text) => body.Write(Encoding.UTF8.GetBytes(text));
}
