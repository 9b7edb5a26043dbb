using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>A provider that answers with bytes as a test wants them, which no server of a framework
/// would send. Each request is one without a body, on a connection of its own.</summary>
internal sealed class RawProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string> _answer;
    private readonly Task _serving;

    /// <param name="answer">From the head of a request to the bytes of the answer, in Latin-1. The connection ends with them.</param>
    public RawProvider(Func<string, string> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/";

    /// <summary>Settings by which a host knows it, under this name.</summary>
    public (string, string)[] As(string name) =>
        [($"Gateway:Providers:{name}:Address", Address), ($"Gateway:Providers:{name}:AllowPrivateAddresses", "true")];

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        try
        {
            using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
            var head = new StringBuilder();
            while (await reader.ReadLineAsync() is { Length: > 0 } line)
            {
                head.Append(line).Append('\n');
            }
            await stream.WriteAsync(Encoding.Latin1.GetBytes(_answer(head.ToString())));
        }
        catch (IOException)
        {
            // The client may disconnect at any time.
        }
    }
}
