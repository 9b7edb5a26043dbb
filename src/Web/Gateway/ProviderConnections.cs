using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The connections to each provider. They follow nothing, keep no cookies, ask no proxy of the environment, and go only where the provider may be.</summary>
internal sealed class ProviderConnections : IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(10), Resolved = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, HttpMessageInvoker> _byProvider;

    public ProviderConnections(GatewayOptions options) => _byProvider = options.Providers.Values.ToDictionary(p => p.Slug, p => new HttpMessageInvoker(Make(p), disposeHandler: true));

    public HttpMessageInvoker To(Provider provider) => _byProvider[provider.Slug];

    public void Dispose()
    {
        foreach (var invoker in _byProvider.Values)
        {
            invoker.Dispose();
        }
    }

    private static SocketsHttpHandler Make(Provider provider) => new()
    {
        UseProxy = false,
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = Connecting,
        PooledConnectionLifetime = Resolved, // A name that leads elsewhere by now is looked up again.
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, provider.AllowsPrivate, cancel),
    };

    /// <summary>What is judged is the very address that is connected to: a name can't change its meaning in between.</summary>
    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint end, bool allowsPrivate, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(end.Host, cancel);
        var allowed = allowsPrivate ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"{end.Host} leads to no address that may be connected to. Gateway:AllowPrivateAddresses allows those that are not public.");
        }
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, end.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
