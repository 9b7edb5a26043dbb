using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A circuit's connection without a browser: it sends any message, and records what the server renders.</summary>
internal sealed partial class RawCircuit : IAsyncDisposable
{
    private const byte Separator = 0x1e;
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly WebSocket _socket;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<object?>> _pending = new();
    private readonly ConcurrentQueue<string> _rendered = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly TaskCompletionSource _updated = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _receiving;
    private int _count;

    private RawCircuit(WebSocket socket)
    {
        _socket = socket;
        _receiving = ReceiveAsync();
    }

    /// <summary>All text that the server has rendered so far.</summary>
    public string RenderedText => string.Concat(_rendered);

    /// <summary>The errors that the server reported.</summary>
    public IReadOnlyCollection<string> Errors => _errors;

    /// <summary>Completes when the server has closed the connection.</summary>
    public Task Closed => _receiving;

    /// <summary>Performs the protocol handshake on an open socket.</summary>
    public static async Task<RawCircuit> HandshakeAsync(WebSocket socket)
    {
        await socket.SendAsync(
            """{"protocol":"blazorpack","version":1}"""u8.ToArray().Append(Separator).ToArray(),
            WebSocketMessageType.Text,
            true,
            CancellationToken.None
        );
        var buffer = new byte[256];
        var response = await socket.ReceiveAsync(buffer, CancellationToken.None);
        return buffer[..response.Count] is [(byte)'{', (byte)'}', Separator]
            ? new RawCircuit(socket)
            : throw new InvalidOperationException($"The handshake was answered with {Encoding.UTF8.GetString(buffer, 0, response.Count)}.");
    }

    /// <summary>Starts a circuit without root components.</summary>
    /// <returns>Its id; null if the server refuses.</returns>
    public async Task<string?> StartAsync(Uri page) =>
        await InvokeAsync("StartCircuit", new Uri(page, "/").AbsoluteUri, page.AbsoluteUri, "[]", "") as string;

    public async Task<bool> ConnectAsync(string circuit) => await InvokeAsync("ConnectCircuit", circuit) is true;

    /// <summary>Adds the root components that the markers of a page describe, and waits until they are rendered.</summary>
    public async Task RenderAsync(string html)
    {
        var operations = Markers(html).Select((marker, i) => $$"""{"type":"add","ssrComponentId":{{i + 1}},"marker":{{marker}}}""");
        await InvokeAsync(
            "UpdateRootComponents",
            $$"""{"batchId":1,"operations":[{{string.Join(',', operations)}}]}""",
            State.Match(html).Groups[1].Value
        );
        await Task.WhenAny(_updated.Task, _receiving);
    }

    /// <summary>Calls a method of the hub.</summary>
    /// <returns>Its result; null also if the connection ended before.</returns>
    public async Task<object?> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var response = _pending.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
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
        return await Task.WhenAny(response.Task, _receiving) == response.Task ? await response.Task : null;
    }

    /// <summary>The protected component descriptors that a page passes to its circuit.</summary>
    public static IReadOnlyList<string> Markers(string html) =>
        [.. Marker.Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value))];

    /// <summary>Aborts the connection without a close message, like a network failure.</summary>
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
                ValueWebSocketReceiveResult chunk;
                do
                {
                    chunk = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
                    frame.Write(buffer, 0, chunk.Count);
                } while (!chunk.EndOfMessage);
                foreach (var message in BlazorPack.Read(frame.ToArray()))
                {
                    Handle(message);
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is closed.
        }
    }

    private void Handle(object?[] message)
    {
        switch (message)
        {
            case [3L, _, string id, var kind, .. var result] when _pending.TryGetValue(id, out var pending):
                pending.TrySetResult(kind is 3L ? result[0] : null);
                break;
            case [1L, _, _, "JS.RenderBatch", object?[] and [_, byte[] batch], ..]:
                _rendered.Enqueue(Encoding.UTF8.GetString(batch));
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
