using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A circuit's connection without a browser: it sends what it likes, and keeps what the server draws.</summary>
internal sealed partial class RawCircuit : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> _asked = new();
    private readonly ConcurrentQueue<string> _drawn = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _updated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private int _count;

    private RawCircuit(WebSocket socket)
    {
        _socket = socket;
        _receiving = ReceiveAsync();
    }

    /// <summary>All text that the server has drawn so far.</summary>
    public string Drawn => string.Concat(_drawn);

    /// <summary>What the server called an error.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task Closed => _receiving;

    /// <summary>Speaks the protocol on a socket that is open.</summary>
    public static async Task<RawCircuit> OverAsync(WebSocket socket)
    {
        await socket.SendAsync(
            """{"protocol":"blazorpack","version":1}"""u8.ToArray().Append(Separator).ToArray(),
            WebSocketMessageType.Text,
            true,
            CancellationToken.None
        );
        var buffer = new byte[256];
        var answer = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return buffer[..answer.Count] is [(byte)'{', (byte)'}', Separator]
            ? new RawCircuit(socket)
            : throw new InvalidOperationException($"The handshake was answered with {Encoding.UTF8.GetString(buffer, 0, answer.Count)}.");
    }

    /// <summary>Starts a circuit that shows nothing yet.</summary>
    /// <returns>Its id; null when the server refuses.</returns>
    public async Task<string?> StartAsync(Uri page) =>
        await AskAsync("StartCircuit", new Uri(page, "/").AbsoluteUri, page.AbsoluteUri, "[]", "") as string;

    public async Task<bool> ConnectAsync(string circuit) => await AskAsync("ConnectCircuit", circuit) is true;

    /// <summary>Has the circuit draw what the markers of a page stand for, and waits until it has.</summary>
    public async Task DrawAsync(string html)
    {
        var operations = Markers(html).Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}""");
        await AskAsync(
            "UpdateRootComponents",
            $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""",
            State.Match(html).Groups[1].Value
        );
        await Task.WhenAny(_updated.Task, _receiving);
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <returns>What it returned; null also when the connection ended before.</returns>
    public async Task<object?> AskAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var answer = _asked.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            await _socket.SendAsync(
                BlazorPack.Write(1, NoHeaders, id, method, arguments, Array.Empty<object?>()),
                WebSocketMessageType.Binary,
                true,
                _end.Token
            );
        }
        catch (Exception e) when (e is WebSocketException or IOException or InvalidOperationException)
        {
            return null;
        }
        return await Task.WhenAny(answer.Task, _receiving) == answer.Task ? await answer.Task : null;
    }

    /// <summary>The protected components that a page hands to its circuit.</summary>
    public static IReadOnlyList<string> Markers(string html) =>
        [.. Marker.Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))];

    /// <summary>Drops the connection without a goodbye, as a network does.</summary>
    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        await _end.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ReceiveAsync()
    {
        await Task.Yield();
        try
        {
            var buffer = new byte[64 * 1024];
            while (_socket.State == WebSocketState.Open)
            {
                var frame = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
                    frame.Write(buffer, 0, part.Count);
                } while (!part.EndOfMessage);
                foreach (var message in BlazorPack.Read(frame.ToArray()))
                {
                    Take(message);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is over.
        }
    }

    private void Take(object?[] message)
    {
        switch (message)
        {
            case [3L, _, string id, var kind, .. var result] when _asked.TryGetValue(id, out var asked):
                asked.TrySetResult(kind is 3L ? result[0] : null);
                break;
            case [1L, _, _, "JS.RenderBatch", object?[] and [_, byte[] batch], ..]:
                _drawn.Enqueue(Encoding.UTF8.GetString(batch));
                break;
            case [1L, _, _, "JS.EndUpdateRootComponents", ..]:
                _updated.TrySetResult();
                break;
            case [1L, _, _, "JS.Error", object?[] and [string error], ..]:
                _errors.Enqueue(error);
                break;
        }
    }

    [GeneratedRegex("""<!--Blazor:(\{"type":"server".*?\})-->""")]
    private static partial Regex Marker { get; }

    [GeneratedRegex("""<!--Blazor-Server-Component-State:(.*?)-->""")]
    private static partial Regex State { get; }
}
