using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>Requests of unauthenticated clients from several loopback addresses, until it is ended or has sent as many as it may.</summary>
internal sealed class Flood : IAsyncDisposable
{
    private const int MaxPerNetwork = 4_000,
        PostEvery = 8;

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentDictionary<HttpStatusCode, bool> _answers = [];
    private readonly List<TaskCompletionSource> _refused = [];
    private readonly Task _sending;
    private int _sent;

    public Flood(Uri server, int networks)
    {
        _refused.AddRange(
            Enumerable.Range(0, networks).Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        );
        _sending = Task.WhenAll(
            Enumerable.Range(0, networks).Select(i => Task.Run(() => SendAsync(server, IPAddress.Parse($"127.0.0.{i + 1}"), _refused[i])))
        );
    }

    public int Sent => _sent;

    /// <summary>Each status that was answered.</summary>
    public ICollection<HttpStatusCode> Answers => _answers.Keys;

    /// <summary>Returns once each address has been refused.</summary>
    public Task IsRefusedAsync() => Task.WhenAll(_refused.Select(r => r.Task));

    public async Task EndAsync()
    {
        await _over.CancelAsync();
        await _sending;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _over.Dispose();
    }

    private async Task SendAsync(Uri server, IPAddress from, TaskCompletionSource isRefused)
    {
        try
        {
            using var client = new HttpClient(HandlerOf(from)) { BaseAddress = server, Timeout = TimeSpan.FromMinutes(3) };
            var token = Regex
                .Match(await client.GetStringAsync("/login"), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]*)\"")
                .Groups[1]
                .Value;
            for (var i = 0; i < MaxPerNetwork && !_over.IsCancellationRequested; i++)
            {
                using var answer =
                    i % PostEvery == 0
                        ? await client.PostAsync("/login", Guess(token))
                        : await client.GetAsync("/invitation/" + RandomNumberGenerator.GetHexString(64, lowercase: true));
                Interlocked.Increment(ref _sent);
                _answers[answer.StatusCode] = true;
                _ = answer.StatusCode == HttpStatusCode.TooManyRequests && isRefused.TrySetResult();
            }
            isRefused.TrySetException(new InvalidOperationException($"{from} was never refused, with {MaxPerNetwork} requests."));
        }
        catch (Exception e)
        {
            isRefused.TrySetException(e);
            throw;
        }
    }

    private static SocketsHttpHandler HandlerOf(IPAddress from) =>
        new()
        {
            AllowAutoRedirect = false,
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                try
                {
                    socket.Bind(new IPEndPoint(from, 0));
                    await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
                    return new NetworkStream(socket, ownsSocket: true);
                }
                catch
                {
                    socket.Dispose();
                    throw;
                }
            },
        };

    private static FormUrlEncodedContent Guess(string token) =>
        new(
            new Dictionary<string, string>
            {
                ["_handler"] = "login",
                ["__RequestVerificationToken"] = token,
                ["Input.Email"] = $"{RandomNumberGenerator.GetHexString(12)}@example.org",
                ["Input.Password"] = RandomNumberGenerator.GetHexString(16),
            }
        );
}
