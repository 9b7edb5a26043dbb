using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A proxy like nginx without <c>proxy_set_header Host</c>: the server
/// receives the upstream address as the host instead of the browser's.</summary>
internal sealed class HostReplacingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _serving = [];
    private readonly Uri _server;

    public HostReplacingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _serving.Add(AcceptAsync());
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_serving);
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                _serving.Add(ForwardAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(CopyAsync(client, server, ReplaceHost), CopyAsync(server, client, ReplaceLocation));
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One of the two hung up.
            }
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to, Func<byte[], byte[]> change)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.GetStream().ReadAsync(buffer, _end.Token)) > 0; )
        {
            await to.GetStream().WriteAsync(change(buffer[..count]), _end.Token);
        }
    }

    // The head of a request, and of an answer, comes in one piece.
    private byte[] ReplaceHost(byte[] bytes) => Replace(bytes, $"\r\nHost: {Address.Authority}\r\n", $"\r\nHost: {_server.Authority}\r\n");

    // As nginx does by default.
    private byte[] ReplaceLocation(byte[] bytes) =>
        Replace(bytes, $"\r\nLocation: {_server.GetLeftPart(UriPartial.Authority)}/", $"\r\nLocation: {Address}");

    private static byte[] Replace(byte[] bytes, string what, string by) =>
        Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(bytes).Replace(what, by, StringComparison.Ordinal));
}
