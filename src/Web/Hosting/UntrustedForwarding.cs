using System.Net;
using IPNetwork = System.Net.IPNetwork;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Detects a reverse proxy that the setting <see cref="TrustedProxies.Setting"/> doesn't list: most requests then
/// carry <c>X-Forwarded-For</c> from an untrusted address, so all visitors look like one client and share its rate
/// limits.</summary>
internal sealed partial class UntrustedForwarding(IConfiguration configuration, TimeProvider time, ILogger<UntrustedForwarding> log)
{
    // Fewer requests are too small a sample.
    private const int MinRequests = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10),
        LogInterval = TimeSpan.FromHours(1);

    private readonly IReadOnlyList<IPNetwork> _trusted = TrustedProxies.Of(configuration);
    private readonly Lock _lock = new();
    private long _windowBegan = time.GetTimestamp();
    private int _requests,
        _forwarded;
    private Found? _found;
    private long? _logged;

    /// <summary>The address that forwarded most of the recent requests; null when there is no problem.</summary>
    public IPAddress? Proxy
    {
        get
        {
            lock (_lock)
            {
                return _found is { } found && time.GetElapsedTime(found.At) < Window ? found.Address : null;
            }
        }
    }

    /// <summary>Counts a request. Must run before its forwarded headers are applied.</summary>
    public void Count(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (
            context.Request.Headers.ContainsKey("X-Forwarded-For")
            && context.Connection.RemoteIpAddress is { } address
            && !IsTrusted(address)
        )
        {
            CountForwarded(address);
        }
    }

    private bool IsTrusted(IPAddress address) =>
        _trusted.Any(n => n.Contains(address) || (address.IsIPv4MappedToIPv6 && n.Contains(address.MapToIPv4())));

    private void CountForwarded(IPAddress address)
    {
        lock (_lock)
        {
            _forwarded++;
            if (_requests >= MinRequests && _forwarded > _requests / 2)
            {
                _found = new(address, time.GetTimestamp());
                LogOnceAnHour(address);
            }
            if (time.GetElapsedTime(_windowBegan) >= Window)
            {
                (_windowBegan, _requests, _forwarded) = (time.GetTimestamp(), 0, 0);
            }
        }
    }

    private void LogOnceAnHour(IPAddress address)
    {
        if (_logged is { } logged && time.GetElapsedTime(logged) < LogInterval)
        {
            return;
        }
        _logged = time.GetTimestamp();
        ProxyIsMissing(log, address, TrustedProxies.Setting);
    }

    private sealed record Found(IPAddress Address, long At);

    [LoggerMessage(
        LogLevel.Warning,
        "Most requests carry X-Forwarded-For from {Address}, which is not trusted, so all visitors share one network's limits and the "
            + "audit log has that address for all of them. If it is your own proxy, add it to the setting {Setting}."
    )]
    private static partial void ProxyIsMissing(ILogger log, IPAddress address, string setting);
}
