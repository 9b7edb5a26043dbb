using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>What can be wrong with a request to a provider, and what the caller is told of it: a status and a word.</summary>
internal static class GatewayProblems
{
    private const string NotForwarded = "route_not_found",
        TooLarge = "body_too_large",
        Upgrade = "upgrade_refused",
        ManyAliases = "alias_ambiguous",
        TooBusy = "gateway_busy",
        TooOften = "key_used_too_often";

    public static Problem Busy { get; } =
        new(TooBusy, "Too many requests to providers are in progress. Try again.") { RetryAfter = TimeSpan.FromSeconds(1) };

    /// <summary>What is found before the gate is asked, and told only to those whom it allows; null when nothing is.</summary>
    /// <param name="address">Null when there is no such provider, or the path leads nowhere below it.</param>
    public static Problem? Of(HttpContext context, Uri? address, long largest) =>
        address is null ? new(NotForwarded, "No configured provider matches this path.")
        : context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || IsGrpc(context.Request)
            ? new(Upgrade, "A gateway forwards HTTP requests only, not other protocols.")
        : RequestHeaderFilter.HasManyAliases(context.Request) ? new(ManyAliases, "Send one alias only.")
        : context.Request.ContentLength > largest ? new(TooLarge, $"A request to a provider has at most {largest:N0} bytes.")
        : null;

    // For gRPC the forwarder lifts the limits of a body, and without trailers it would not work.
    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A problem of the gateway's own says how to mend it; one with the key or the secret is told in the audit alone.</summary>
    public static (int Status, string Word) Of(Problem problem) =>
        problem.Code switch
        {
            NotForwarded => (StatusCodes.Status404NotFound, RuntimeRefusal.NotFound),
            TooLarge => (StatusCodes.Status413PayloadTooLarge, TooLarge),
            Upgrade => (StatusCodes.Status400BadRequest, Upgrade),
            ManyAliases => (StatusCodes.Status400BadRequest, ManyAliases),
            TooBusy => (StatusCodes.Status503ServiceUnavailable, TooBusy),
            TooOften => (StatusCodes.Status429TooManyRequests, "too_many_requests"),
            _ => (StatusCodes.Status403Forbidden, RuntimeRefusal.Refused),
        };

    /// <param name="status">That the forwarder has set for it.</param>
    /// <param name="tookTooLong">The longest that an answer may take is over.</param>
    public static (int Status, string Word) Of(ForwarderError error, int status, bool tookTooLong) =>
        (error, status) switch
        {
            (ForwarderError.RequestBodyClient, StatusCodes.Status413PayloadTooLarge) => (status, TooLarge),
            (ForwarderError.RequestBodyClient, >= 400 and < 500) when !tookTooLong => (status, "malformed_request"),
            (ForwarderError.RequestTimedOut, _) => (StatusCodes.Status504GatewayTimeout, "provider_timed_out"),
            _ when tookTooLong => (StatusCodes.Status504GatewayTimeout, "provider_timed_out"),
            _ => (StatusCodes.Status502BadGateway, "provider_unreachable"),
        };
}
