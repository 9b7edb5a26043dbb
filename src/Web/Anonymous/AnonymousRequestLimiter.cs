using System.Net;
using Microsoft.AspNetCore.Diagnostics;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>The rate limiter of pages for unrecognized clients: their requests to sign-in, set-up, sign-out and one-time
/// links, and every POST, write audit rows or log lines. Beyond the limit, or while disk space is low, the response is 429
/// or 503, and nothing is written.</summary>
/// <remarks>The limits are separate from those of the API: a program that guesses tokens must not keep people of its
/// network from signing in, and vice versa. A client without a known address (a Unix socket) is limited by the total
/// only.</remarks>
internal sealed partial class AnonymousRequestLimiter(
    AnonymousLimits limits,
    RecognizedRequests recognized,
    LowDiskRefusals lowDisk,
    TimeProvider time,
    ILogger<AnonymousRequestLimiter> log
) : IMiddleware, IDisposable
{
    private static readonly PathString[] Forms = ["/login", "/setup", "/logout"];
    private static readonly PathString Invitations = "/invitation";

    /// <summary>The limit of one site (an IPv6 /48), as a multiple of the limit of one network: a provider's customer has
    /// up to 65,536 networks.</summary>
    private const int NetworksOfOneSite = 4;

    private readonly KeyedRateLimiter<IPAddress> _networks = new(limits.PerNetwork),
        _sites = new(limits.OfNetworks(NetworksOfOneSite));
    private readonly KeyedRateLimiter<Unit> _total = new(limits.Total);
    private readonly MinuteCounter _refused = new(time);

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var address = context.Connection.RemoteIpAddress;
        var network = address is null ? null : Network.Of(address);
        switch (EffectOf(context))
        {
            case Effect.Writes when !await recognized.ContainsAsync(context):
                if (lowDisk.Refuses(network))
                {
                    await RefusalPage.LowDisk.WriteAsync(context, LowDiskRefusals.RetryAfter);
                    return;
                }
                if (Take(address) is { } wait)
                {
                    await RefuseAsync(context, wait, network);
                    return;
                }
                break;
            case Effect.ShowsForm when Wait(address) is { } rest && !await recognized.ContainsAsync(context):
                await RefuseAsync(context, rest, network);
                return;
        }
        await next(context);
    }

    public void Dispose()
    {
        _networks.Dispose();
        _sites.Dispose();
        _total.Dispose();
    }

    private static Effect EffectOf(HttpContext context)
    {
        var request = context.Request;
        // The error page of a request that has already been counted.
        if (context.Features.Get<IExceptionHandlerFeature>() is not null)
        {
            return Effect.None;
        }
        return !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) || request.Path.StartsWithSegments(Invitations)
                ? Effect.Writes
            : Forms.Any(request.Path.StartsWithSegments) ? Effect.ShowsForm
            : Effect.None;
    }

    // The network's limit first: one network can't use up more of the shared total than its own limit.
    private TimeSpan? Take(IPAddress? address) =>
        (address is null ? null : _networks.Take(Network.Of(address)) ?? _sites.Take(Network.SiteOf(address))) ?? _total.Take(default);

    // A form is shown even when the total is used up: showing it writes nothing, and other networks used it up.
    private TimeSpan? Wait(IPAddress? address) =>
        address is null ? null : _networks.Wait(Network.Of(address)) ?? _sites.Wait(Network.SiteOf(address));

    private Task RefuseAsync(HttpContext context, TimeSpan wait, IPAddress? network)
    {
        if (_refused.CountEvent() is { } count)
        {
            TooMany(log, count, network, AnonymousLimits.PerNetworkSetting, AnonymousLimits.TotalSetting);
        }
        return RefusalPage.TooMany.WriteAsync(context, wait);
    }

    /// <summary>What a request of an unauthenticated client can cause.</summary>
    private enum Effect
    {
        None,
        ShowsForm,
        Writes,
    }

    private readonly record struct Unit;

    [LoggerMessage(
        LogLevel.Warning,
        "Throttled {Count} requests to sign-in, set-up, sign-out or one-time links, the latest from {Network}. "
            + "Further ones are logged once a minute. The limits are the settings {PerNetwork} and {Total}."
    )]
    private static partial void TooMany(ILogger log, long count, IPAddress? network, string perNetwork, string total);
}
