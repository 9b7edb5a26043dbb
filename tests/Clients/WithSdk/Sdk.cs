using System.Diagnostics;
using System.Text.Json;

namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>Two major versions of the SDK: before version 6, some bodies were arrays.</summary>
internal enum SdkVersion
{
    Newest,
    Five,
}

/// <summary>The official SDK in a process of its own, which answers one call at a time.</summary>
internal sealed class Sdk : IAsyncDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(3);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Process _node;
    private readonly ApiClientHost _host;

    public Sdk(ApiClientHost host)
    {
        _host = host;
        var start = new ProcessStartInfo("node", [Npm.SdkScript]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["CLOUDFLARE_BASE_URL"] = host.Api.ToString();
        _node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
    }

    public async Task<SdkResult> CallAsync(string token, SdkVersion version, string method, object[] args, bool every, Uri? baseURL = null)
    {
        var call = JsonSerializer.Serialize(
            new
            {
                sdk = version.ToString().ToLowerInvariant(),
                token,
                baseURL,
                method,
                args,
                every,
            }
        );
        await _turn.WaitAsync();
        try
        {
            await _node.StandardInput.WriteLineAsync(call);
            await _node.StandardInput.FlushAsync();
            var line =
                await _node.StandardOutput.ReadLineAsync().WaitAsync(MaxWait)
                ?? throw new InvalidOperationException($"The SDK's process ended at {method}.");
            _host.LeakCheck.AssertNoneIn(line);
            return JsonSerializer.Deserialize<SdkResult>(line, Json)!;
        }
        finally
        {
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        await _node.WaitForExitAsync().WaitAsync(MaxWait);
        _node.Dispose();
        _turn.Dispose();
    }
}
