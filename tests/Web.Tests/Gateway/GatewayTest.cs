using System.Diagnostics;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Tests that need gateways with settings of their own.</summary>
public abstract class GatewayTest : IAsyncLifetime
{
    private protected static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(60);

    private readonly List<GatewayWebHost> _hosts = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    private protected Task<(GatewayWebHost Host, GatewayClient User)> MakeAsync(params (string Name, string Value)[] settings) =>
        MakeAsync(log: null, settings);

    private protected async Task<(GatewayWebHost Host, GatewayClient User)> MakeAsync(
        RecordingLog? log,
        params (string Name, string Value)[] settings
    )
    {
        var host = new GatewayWebHost(settings) { Log = log };
        _hosts.Add(host);
        await host.InitializeAsync();
        return (host, await GatewayClient.MakeAsync(host));
    }

    /// <summary>Sends until it is not rejected because all slots are taken. A slot is given
    /// back a moment after the last byte of its answer.</summary>
    private protected static async Task<GatewayResponse> SendWhenSlotIsFreeAsync(GatewayClient user, string path)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = await user.SendAsync(path);
        while (answer.Status == 503 && Stopwatch.GetElapsedTime(since) < MaxWait)
        {
            answer = await user.SendAsync(path);
        }
        return answer;
    }

    private protected static HttpClient Client(GatewayWebHost host) =>
        host.Api.Host.CreateClient(
            new()
            {
                AllowAutoRedirect = false,
                HandleCookies = false,
                BaseAddress = host.Api.Host.ClientOptions.BaseAddress,
            }
        );
}
