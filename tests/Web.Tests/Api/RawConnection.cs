using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>A connection to the real server, on which bytes are sent as a test wants
/// them: a client's library would mend what is to be tried.</summary>
internal sealed class RawConnection : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly NetworkStream _stream;

    // An answer that never comes is a failure and not a hanging run.
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));

    public RawConnection(Uri server)
    {
        _client.Connect(server.Host, server.Port);
        _stream = _client.GetStream();
    }

    /// <summary>Sends a request with these lines after the first; the body is none of its business.</summary>
    public Task SendAsync(string request, params string[] headers) =>
        SendRawAsync(string.Join("\r\n", [$"{request} HTTP/1.1", "Host: localhost", .. headers, "", ""]));

    public async Task SendRawAsync(string text) => await _stream.WriteAsync(Encoding.Latin1.GetBytes(text));

    /// <summary>Reads one answer: its status, its head, and its body as long as the head says.</summary>
    public async Task<(int Status, string Head, string Body)> ReceiveAsync(bool isHead = false)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            head.Append((char)await ReadByteAsync());
        }
        var text = head.ToString();
        var length =
            text.Split("\r\n").FirstOrDefault(l => l.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))?[15..].Trim()
            ?? "0";
        var body = new byte[isHead ? 0 : int.Parse(length, CultureInfo.InvariantCulture)];
        await _stream.ReadExactlyAsync(body, _timeout.Token);
        return (int.Parse(text.Split(' ')[1], CultureInfo.InvariantCulture), text, Encoding.UTF8.GetString(body));
    }

    public void Dispose()
    {
        _client.Dispose();
        _timeout.Dispose();
    }

    private async Task<byte> ReadByteAsync()
    {
        var one = new byte[1];
        await _stream.ReadExactlyAsync(one, _timeout.Token);
        return one[0];
    }
}
