using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>The responses that the browser received, and the frames that it received on the WebSockets of its circuits. Requests and sent
/// frames are not recorded.</summary>
internal sealed class ReceivedTraffic
{
    private readonly ConcurrentQueue<(string Source, byte[] Bytes)> _parts = new();
    private readonly ConcurrentDictionary<string, bool> _assets = new();
    private readonly ConcurrentBag<Task> _reading = [];

    public void Watch(IBrowserContext context) =>
        context.Page += (_, page) =>
        {
            page.Response += (_, response) => _reading.Add(KeepAsync(response));
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => Add($"frame of {socket.Url}", BytesOf(frame));
        };

    public void Add(string source, byte[] bytes) => _parts.Enqueue((source, bytes));

    public async Task<IReadOnlyCollection<(string Source, byte[] Bytes)>> AllAsync()
    {
        await Task.WhenAll(_reading);
        return _parts;
    }

    private async Task KeepAsync(IResponse response)
    {
        if (response.Request.ResourceType is "script" or "stylesheet" or "font" or "image" && !_assets.TryAdd(response.Url, true))
        {
            return; // Everyone receives the same file, so it is recorded once.
        }

        Add(
            $"headers of {response.Url}",
            Encoding.UTF8.GetBytes(string.Join('\n', response.Headers.Select(header => $"{header.Key}: {header.Value}")))
        );
        try
        {
            Add($"body of {response.Url}", await response.BodyAsync());
        }
        catch (PlaywrightException)
        {
            // The browser keeps no body of a redirect, of a download (read by its test instead) or of a page that was closed meanwhile.
        }
    }

    private static byte[] BytesOf(IWebSocketFrame frame) => frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "");
}
