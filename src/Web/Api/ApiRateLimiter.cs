using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Anonymous;
using SecretsDashboard.Web.Http;

namespace SecretsDashboard.Web.Api;

/// <summary>Limits the requests per minute, and does not read the body of a request without a valid token.</summary>
/// <remarks>
/// A token's limit is charged only for requests with its complete value, so that no caller can use up another's limit by
/// knowing its id. An address that has used up its limit of rejections is still served with a valid token: clients that
/// share it with an attacker aren't affected by the guesses. An unknown address (a Unix socket) is not limited.
/// </remarks>
internal sealed partial class ApiRateLimiter(
    ApiLimits limits,
    Gate gate,
    LowDiskRefusals lowDisk,
    TimeProvider time,
    ILogger<ApiRateLimiter> log
) : IDisposable
{
    private readonly KeyedRateLimiter<string> _tokens = new(limits.PerToken);
    private readonly KeyedRateLimiter<IPAddress> _addresses = new(limits.PerAddress),
        _refusals = new(limits.Refused);
    private readonly KeyedRateLimiter<Everyone> _allRefusals = new(limits.RefusedOfAll);
    private readonly AuthenticatedTokenCache _known = new(time);
    private readonly MinuteCounter _rejected = new(time);

    /// <summary>Null when the request may continue; otherwise how long the client has to wait.</summary>
    public async ValueTask<TimeSpan?> WaitAsync(HttpContext context, ProgramCaller caller)
    {
        var network = NetworkOf(context);
        return caller.RateLimitKey is { } key && (_known.Contains(key, network) || await IsValidAsync(caller.Caller, key, network))
                ? Logged(_tokens.Take(key), network)
            : lowDisk.Refuses(network) ? LowDiskRefusals.RetryAfter
            : Logged(Refuse(context, network), network);
    }

    /// <summary>The same for the address only: called before the request causes any work.</summary>
    public TimeSpan? AcquireForAddress(HttpContext context) =>
        NetworkOf(context) is var network ? Logged(Acquire(_addresses, network), network) : null;

    public void Dispose()
    {
        _tokens.Dispose();
        _addresses.Dispose();
        _refusals.Dispose();
        _allRefusals.Dispose();
    }

    private static IPAddress? NetworkOf(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address ? Network.Of(address) : null;

    private TimeSpan? Logged(TimeSpan? wait, IPAddress? network)
    {
        if (wait is not null && _rejected.CountEvent() is { } count)
        {
            TooMany(log, count, network);
        }
        return wait;
    }

    private async Task<bool> IsValidAsync(Caller caller, string key, IPAddress? network)
    {
        if (await gate.IdentifyAsync(caller) is not ({ Token.Actor.Standing: Standing.Good } or { Service.Standing: Standing.Good }))
        {
            return false;
        }
        _known.Add(key, network);
        return true;
    }

    /// <summary>The gate will reject the request and write an audit row. The body isn't needed for that, whatever its length.</summary>
    private TimeSpan? Refuse(HttpContext context, IPAddress? network)
    {
        context.Request.Body = Stream.Null;
        context.Request.ContentLength = null;
        return network is null ? null : _refusals.Take(network) ?? _allRefusals.Take(default);
    }

    private static TimeSpan? Acquire(KeyedRateLimiter<IPAddress> limiter, IPAddress? network) =>
        network is null ? null : limiter.Take(network);

    /// <summary>The single key of a limit that all clients share.</summary>
    private readonly record struct Everyone;

    [LoggerMessage(
        LogLevel.Warning,
        "Throttled {Count} API requests, the latest from {Network}. The limits are the settings Limits:RequestsPerMinutePerToken, "
            + "Limits:RequestsPerMinutePerAddress, Limits:RefusalsPerMinutePerAddress and Limits:RefusalsPerMinute."
    )]
    private static partial void TooMany(ILogger log, long count, IPAddress? network);
}
