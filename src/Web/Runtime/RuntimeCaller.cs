using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>The service that calls: identified only by the credential or the JWT in a single <c>Authorization</c> header.
/// Cookies and API tokens aren't valid here.</summary>
/// <param name="RateLimitKey">The key of the rate limit that a valid caller's requests share: one per credential or per workload.
/// Null for a caller that can't be valid.</param>
/// <param name="IssuerUnavailable">The JWT could not be validated, because its issuer's keys could not be read.</param>
internal sealed record RuntimeCaller(Caller Caller, UInt128? RateLimitKey = null, bool IssuerUnavailable = false)
{
    /// <summary>The caller that the middleware has read.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<RuntimeCaller>().Caller;

    public static bool IsIssuerUnavailable(HttpContext context) => context.Features.Get<RuntimeCaller>() is { IssuerUnavailable: true };

    /// <summary>Identifies the caller once per request; a JWT is validated here, before anything else.</summary>
    public static async ValueTask<RuntimeCaller> ReadAsync(HttpContext context, WorkloadTokens workloads)
    {
        var token = ApiCaller.TokenOf(context);
        var found =
            token is not null && WorkloadTokens.LooksLikeJwt(token)
                ? OfWorkload(context, token, await workloads.ReadAsync(context, token))
                : OfCredential(context, token);
        context.Features.Set(found);
        return found;
    }

    private static RuntimeCaller OfCredential(HttpContext context, string? token) =>
        token is null
            ? new RuntimeCaller(Caller.Anonymous(context.Connection.RemoteIpAddress))
            : new RuntimeCaller(
                Caller.WithCredential(token, context.Connection.RemoteIpAddress),
                ApiCaller.RateLimitKey(context, TokenText.ServiceCredential)
            );

    // An invalid JWT is treated like an unknown credential. A valid one shares its rate limit with the workload's later JWTs.
    private static RuntimeCaller OfWorkload(HttpContext context, string token, WorkloadValidation validation) =>
        validation.Caller is { } workload
            ? new RuntimeCaller(workload, ApiCaller.RateLimitKey(validation.Workload))
            : OfCredential(context, token) with
            {
                IssuerUnavailable = validation.IssuerUnavailable,
            };
}
