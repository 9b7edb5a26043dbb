using System.Diagnostics;

namespace SecretsDashboard.Web.Tests.Gateway;

/// <summary>Tests that need gateways with settings of their own.</summary>
public abstract class WithGateways : IAsyncLifetime
{
    private protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<Gateways> _hosts = [];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            await host.DisposeAsync();
        }
        GC.SuppressFinalize(this);
    }

    private protected Task<(Gateways Host, GatewayUser User)> MakeAsync(params (string Name, string Value)[] settings) =>
        MakeAsync(log: null, settings);

    private protected async Task<(Gateways Host, GatewayUser User)> MakeAsync(LoudLog? log, params (string Name, string Value)[] settings)
    {
        var host = new Gateways(settings) { Log = log };
        _hosts.Add(host);
        await host.InitializeAsync();
        return (host, await GatewayUser.MakeAsync(host));
    }

    /// <summary>Sends until it is not turned away for want of a slot. A slot is given
    /// back a moment after the last byte of its answer.</summary>
    private protected static async Task<GatewayAnswer> OnceThereIsRoomAsync(GatewayUser user, string path)
    {
        var since = Stopwatch.GetTimestamp();
        var answer = await user.SendAsync(path);
        while (answer.Status == 503 && Stopwatch.GetElapsedTime(since) < Patience)
        {
            answer = await user.SendAsync(path);
        }
        return answer;
    }

    private protected static HttpClient Client(Gateways host) =>
        host.Programs.Host.CreateClient(
            new()
            {
                AllowAutoRedirect = false,
                HandleCookies = false,
                BaseAddress = host.Programs.Host.ClientOptions.BaseAddress,
            }
        );
}
