using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Unauthenticated clients at loopback addresses of their own, at a fixed rate.</summary>
internal sealed partial class AnonymousClients : IAsyncDisposable
{
    private const int PostEvery = 10;

    private readonly CancellationTokenSource _over = new();
    private readonly Uri _server;
    private readonly List<(HttpClient Client, string Token)> _clients;
    private Task _sending = Task.CompletedTask;
    private int _sent,
        _refused;

    private AnonymousClients(Uri server, List<(HttpClient, string)> clients) => (_server, _clients) = (server, clients);

    public int Sent => _sent;
    public int Refused => _refused;

    public static async Task<AnonymousClients> StartAsync(Uri server, int networks, int perSecond)
    {
        List<(HttpClient, string)> clients = [];
        foreach (var client in Enumerable.Range(2, networks).Select(i => ClientAt(IPAddress.Parse($"127.0.0.{i}"), server)))
        {
            // Refused while the last round's minute lasts: then its posts have no token, and are refused just the same.
            using var login = await client.GetAsync("/login");
            clients.Add((client, Token().Match(await login.Content.ReadAsStringAsync()).Groups[1].Value));
        }
        var anonymous = new AnonymousClients(server, clients);
        anonymous._sending = Task.WhenAll(
            clients.Select(c => anonymous.SendAsync(c.Item1, c.Item2, TimeSpan.FromSeconds((double)networks / perSecond)))
        );
        return anonymous;
    }

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _clients.ForEach(c => c.Client.Dispose());
        _over.Dispose();
    }

    private async Task SendAsync(HttpClient client, string token, TimeSpan every)
    {
        await Task.Yield();
        using var pace = new PeriodicTimer(every);
        for (var i = 0; !_over.IsCancellationRequested; i++)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            using var answer =
                i % PostEvery == 0
                    ? await client.PostAsync("/login", Guess(token))
                    : await client.GetAsync("/invitation/" + RandomNumberGenerator.GetHexString(64, lowercase: true));
            Interlocked.Increment(ref _sent);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Interlocked.Increment(ref _refused);
            }
        }
    }

    private static HttpClient ClientAt(IPAddress from, Uri server) =>
        new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (context, cancel) =>
                {
                    var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    socket.Bind(new IPEndPoint(from, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        )
        {
            BaseAddress = server,
        };

    private static FormUrlEncodedContent Guess(string token) =>
        new(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = token,
                ["Input.Email"] = $"{RandomNumberGenerator.GetHexString(12)}@example.com",
                ["Input.Password"] = RandomNumberGenerator.GetHexString(16),
            }
        );

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"")]
    private static partial Regex Token();
}
