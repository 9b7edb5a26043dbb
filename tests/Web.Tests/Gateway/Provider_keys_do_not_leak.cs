using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Whatever a provider does with a key, and at any log level, the key is in no log, trace, row or response.</summary>
public sealed class Provider_keys_do_not_leak : IAsyncLifetime
{
    // One that looks different in each way of writing it down, and could even be a header's name.
    private static readonly string Key = $"sk-canary+%&~{Guid.NewGuid():N}";

    private static readonly CanarySearch Search = new(Key);

    private readonly RecordingLog _log = new();
    private readonly ConcurrentQueue<string> _traced = new();
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = _ => true,
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
    };
    private readonly RawProvider _raw = new(Repeat);
    private GatewayWebHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _listener.ActivityStopped = a =>
            _traced.Enqueue(
                $"{a.DisplayName} {a.StatusDescription} {string.Join(' ', a.TagObjects)} "
                    + $"{string.Join(' ', a.Events.SelectMany(e => e.Tags))}"
            );
        ActivitySource.AddActivityListener(_listener);
        _host = new GatewayWebHost([("Gateway:IdleSeconds", "1"), .. _raw.As("raw")]) { Log = _log };
        await _host.InitializeAsync();
        ConfigureProviders();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _raw.DisposeAsync();
        _listener.Dispose();
    }

    [Fact]
    public async Task A_key_appears_in_no_log_trace_file_or_answer_whatever_the_provider_does()
    {
        List<string> answers = [];
        foreach (var provider in new[] { "local", "bare", "raw", "nowhere", "forbidden" })
        {
            var user = await GatewayClient.MakeAsync(_host, provider, value: Key);
            foreach (var path in provider == "raw" ? Broken.Keys : _host.Provider.Answers.Keys.Append("v1/takes"))
            {
                answers.Add($"{provider}/{path}: {await ReceiveAsync(user, path, provider)}");
            }
        }
        answers.Add(await ReceiveAsync(await GatewayClient.MakeAsync(_host, limit: 1, value: Key + " with a space"), "v1/takes", "local"));

        Assert.Contains(_host.Provider.Received, h => h.Headers.GetValueOrDefault("Authorization") == $"Bearer {Key}");
        Assert.Contains(_host.Provider.Received, h => h.Headers.GetValueOrDefault("x-api-key") == Key);
        Assert.True(_log.Lines.Count > 500 && _traced.Count > 50 && answers.Count > 30, "There was too little traffic to prove anything.");
        Assert.DoesNotContain(_log.Lines.Concat(_traced).Concat(answers), text => Search.FindIn(Encoding.UTF8.GetBytes(text)) is not null);
        var folder = ((VaultOptions)_host.Api.Host.Services.GetService(typeof(VaultOptions))!).Directory;
        Assert.DoesNotContain(Directory.GetFiles(folder), file => Search.FindIn(Bytes(file)) is not null);
    }

    private static readonly Dictionary<string, Func<string, string>> Broken = new()
    {
        ["status"] = key => $"HTTP/1.1 {key}\r\n\r\n",
        ["version"] = key => $"{key}\r\n\r\n",
        ["reason"] = key => $"HTTP/1.1 200 {key}\r\nContent-Length: 0\r\n\r\n",
        ["line"] = key => $"HTTP/1.1 200 OK\r\n{key} is no header\r\n\r\n",
        ["name"] = key => $"HTTP/1.1 200 OK\r\n{key}: x\r\nContent-Length: 0\r\n\r\n",
        ["value"] = key => $"HTTP/1.1 200 OK\r\nx-a: {key}\r\nContent-Length: 0\r\n\r\n",
        ["early"] = key => $"HTTP/1.1 103 Early Hints\r\nLink: {key}\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        ["switches"] = key => $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: {key}\r\nConnection: Upgrade\r\n\r\n",
        ["length"] = key => $"HTTP/1.1 200 OK\r\nContent-Length: {key}\r\n\r\n",
        ["chunk"] = key => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{key}\r\n",
        ["trailer"] = key => $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-a\r\n\r\n1\r\nx\r\n0\r\nx-a: {key}\r\n\r\n",
        ["half"] = _ => "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        ["nothing"] = _ => "",
        ["large"] = key => $"HTTP/1.1 200 OK\r\nx-a: {string.Join(' ', Enumerable.Repeat(key, 10_000))}\r\nContent-Length: 0\r\n\r\n",
    };

    private static string Repeat(string head) => Broken[head.Split(' ')[1].TrimStart('/')](Key);

    private void ConfigureProviders()
    {
        var answers = _host.Provider.Answers;
        foreach (var status in new[] { 302, 401, 403, 407 })
        {
            answers[$"v1/{status}"] = context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = "https://elsewhere.example/?key=" + Uri.EscapeDataString(Key);
                context.Response.Headers["x-key"] = Key;
                return context.Response.WriteAsync($"Not with {Key}.");
            };
        }
        answers["v1/hangs"] = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        answers["v1/breaks"] = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        answers["v1/breaks-off"] = async context =>
        {
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        };
    }

    private async Task<string> ReceiveAsync(GatewayClient user, string path, string provider)
    {
        using var request = user.Request(path, provider, "GET", body: null);
        using var client = _host.Api.Host.CreateClient(
            new() { AllowAutoRedirect = false, BaseAddress = _host.Api.Host.ClientOptions.BaseAddress }
        );
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var head = $"{(int)answer.StatusCode} {answer.ReasonPhrase} {answer.Headers} {answer.Content.Headers}";
            return $"{head} {await answer.Content.ReadAsStringAsync()} {answer.TrailingHeaders}";
        }
        catch (HttpRequestException cut)
        {
            return $"{cut}"; // The gateway aborts the response when the provider does.
        }
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
