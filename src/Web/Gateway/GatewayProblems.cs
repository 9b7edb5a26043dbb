using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Runtime;
using Yarp.ReverseProxy.Forwarder;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The problems of a request to a provider, and the status and error code that the caller receives for each.</summary>
internal static class GatewayProblems
{
    private const string NotForwarded = "route_not_found",
        TooLarge = "body_too_large",
        Upgrade = "upgrade_refused",
        ManyAliases = "alias_ambiguous",
        TooBusy = "gateway_busy",
        TooOften = "key_used_too_often";

    public static Problem Busy { get; } =
        Problem.Unavailable(TooBusy, "Too many requests to providers are in progress. Try again.") with
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        };

    /// <summary>The problem found before the gate is asked, which only authorized callers receive; null when there is none.</summary>
    /// <param name="address">Null when the provider is unknown, or the path is invalid.</param>
    public static Problem? Of(HttpContext context, Uri? address, long largest) =>
        address is null ? Problem.NotFound(NotForwarded, "No configured provider matches this path.")
        : context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || IsGrpc(context.Request)
            ? Problem.Invalid(Upgrade, "A gateway forwards HTTP requests only, not other protocols.")
        : RequestHeaderFilter.HasManyAliases(context.Request) ? Problem.Invalid(ManyAliases, "Send one alias only.")
        : context.Request.ContentLength > largest ? Problem.TooLarge(TooLarge, $"A request to a provider has at most {largest:N0} bytes.")
        : null;

    // gRPC isn't forwarded: the forwarder would lift the body limits for it, and it needs trailers, which are removed.
    private static bool IsGrpc(HttpRequest request) =>
        request.ContentType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A problem with the request has a specific error code; a problem with the key or the secret is explained in
    /// the audit log only.</summary>
    public static (int Status, string Code) Of(Problem problem) =>
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

    /// <param name="status">The status that the forwarder has set for the error.</param>
    /// <param name="tookTooLong">The maximum duration of a response has passed.</param>
    public static (int Status, string Code) Of(ForwarderError error, int status, bool tookTooLong) =>
        (error, status) switch
        {
            (ForwarderError.RequestBodyClient, StatusCodes.Status413PayloadTooLarge) => (status, TooLarge),
            (ForwarderError.RequestBodyClient, >= 400 and < 500) when !tookTooLong => (status, "malformed_request"),
            (ForwarderError.RequestTimedOut, _) => (StatusCodes.Status504GatewayTimeout, "provider_timed_out"),
            _ when tookTooLong => (StatusCodes.Status504GatewayTimeout, "provider_timed_out"),
            _ => (StatusCodes.Status502BadGateway, "provider_unreachable"),
        };
}
