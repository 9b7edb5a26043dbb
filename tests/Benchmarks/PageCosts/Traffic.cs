using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Playwright;

namespace SecretsDashboard.PageCosts;

/// <summary>Counts the bytes on the network for one page, as the browser's developer tools do.</summary>
internal sealed class Traffic
{
    private readonly ConcurrentDictionary<string, string> _urls = new();
    private readonly ConcurrentDictionary<string, long> _bytes = new();
    private long _frameBytes;

    public Traffic(ICDPSession session)
    {
        session.Event("Network.requestWillBeSent").OnEvent += (_, e) =>
            _urls[Text(e, "requestId")] = e!.Value.GetProperty("request").GetProperty("url").GetString()!;
        session.Event("Network.loadingFinished").OnEvent += (_, e) =>
            _bytes[Text(e, "requestId")] = (long)e!.Value.GetProperty("encodedDataLength").GetDouble();
        session.Event("Network.webSocketFrameReceived").OnEvent += (_, e) =>
            Interlocked.Add(ref _frameBytes, FrameLength(e!.Value.GetProperty("response")));
    }

    public long FrameBytes => Interlocked.Read(ref _frameBytes);

    public IReadOnlyList<(string Url, long Bytes)> Parts =>
        [.. _bytes.Select(part => (_urls.GetValueOrDefault(part.Key, "?"), part.Value)).OrderByDescending(part => part.Value)];

    private static string Text(JsonElement? e, string name) => e!.Value.GetProperty(name).GetString()!;

    // Binary frames (opcode 2) are reported in base64.
    private static long FrameLength(JsonElement frame)
    {
        var length = frame.GetProperty("payloadData").GetString()!.Length;
        return frame.GetProperty("opcode").GetInt32() == 2 ? length * 3 / 4 : length;
    }
}
