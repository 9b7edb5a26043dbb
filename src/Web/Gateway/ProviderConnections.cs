using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The connections to each provider. They follow no redirects, keep no cookies, use no proxy from the environment,
/// and connect only to addresses that the provider is allowed to have.</summary>
internal sealed partial class ProviderConnections : IDisposable
{
    private static readonly TimeSpan Connecting = TimeSpan.FromSeconds(10),
        Resolved = TimeSpan.FromMinutes(5);

    private readonly Dictionary<string, HttpMessageInvoker> _byProvider;

    private readonly ILogger _log;

    public ProviderConnections(GatewayOptions options, ILogger<ProviderConnections> log) =>
        (_byProvider, _log) = (
            options.Providers.Values.ToDictionary(p => p.Slug, p => new HttpMessageInvoker(Make(p), disposeHandler: true)),
            log
        );

    public HttpMessageInvoker To(Provider provider) => _byProvider[provider.Slug];

    public void Dispose()
    {
        foreach (var invoker in _byProvider.Values)
        {
            invoker.Dispose();
        }
    }

    private SocketsHttpHandler Make(Provider provider) =>
        new()
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = Connecting,
            PooledConnectionLifetime = Resolved, // A host name is resolved again after this time.
            ActivityHeadersPropagator = null,
            ConnectCallback = (context, cancel) => ConnectAsync(context.DnsEndPoint, provider, cancel),
        };

    /// <summary>Checks the very address that is connected to, so that the name can't resolve to another one in between.</summary>
    private async ValueTask<Stream> ConnectAsync(DnsEndPoint end, Provider provider, CancellationToken cancel)
    {
        var addresses = await Dns.GetHostAddressesAsync(end.Host, cancel);
        var allowed = provider.AllowsPrivate ? addresses : Array.FindAll(addresses, PublicAddress.Is);
        if (allowed.Length == 0)
        {
            LeadsNowhere(_log, provider.Slug, end.Host);
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The host has no address that the server may connect to.");
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

    [LoggerMessage(
        LogLevel.Warning,
        "The server did not connect to provider {Provider}: {Host} has no public address. "
            + "Gateway:Providers:{Provider}:AllowPrivateAddresses allows others."
    )]
    private static partial void LeadsNowhere(ILogger log, string provider, string host);
}
