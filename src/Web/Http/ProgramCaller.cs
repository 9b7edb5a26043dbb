using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Http;

/// <summary>The program that sends a request: read once, from the single <c>Authorization</c> header and nothing else. Cookies are
/// ignored.</summary>
/// <param name="RateLimitKey">The key of the rate limit that a valid caller's requests share: one per token, credential or workload.
/// Null for a caller that can't be valid.</param>
/// <param name="IssuerUnavailable">The JWT could not be validated, because its issuer's keys could not be read.</param>
internal sealed record ProgramCaller(Caller Caller, string? RateLimitKey, bool IssuerUnavailable = false)
{
    private const string Scheme = "Bearer ";

    /// <summary>Without the rate limit's key, which contains the hash of a credential.</summary>
    public override string ToString() => nameof(ProgramCaller);

    /// <summary>The caller that the middleware has read.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<ProgramCaller>().Caller;

    public static bool IsIssuerUnavailable(HttpContext context) => context.Features.Get<ProgramCaller>() is { IssuerUnavailable: true };

    /// <summary>The caller of the management API: an API token.</summary>
    public static ProgramCaller ReadToken(HttpContext context) =>
        TokenOf(context) is { } token ? Of(Caller.WithToken(token, AddressOf(context))) : NoCredential(context);

    /// <summary>The caller at run time: a credential, or the JWT of a workload, which is validated here before anything else.</summary>
    public static async ValueTask<ProgramCaller> ReadServiceAsync(HttpContext context, WorkloadTokens workloads)
    {
        if (TokenOf(context) is not { } token)
        {
            return NoCredential(context);
        }
        var validation = WorkloadTokens.LooksLikeJwt(token) ? await workloads.ReadAsync(context, token) : default;
        // An invalid JWT is treated like an unknown credential. A valid one shares its rate limit with the workload's later JWTs.
        return validation.Caller is { } workload
            ? new ProgramCaller(workload, validation.Workload)
            : Of(Caller.WithCredential(token, AddressOf(context))) with
            {
                IssuerUnavailable = validation.IssuerUnavailable,
            };
    }

    private static ProgramCaller Of(Caller caller) => new(caller, caller.CredentialKey);

    private static ProgramCaller NoCredential(HttpContext context) => new(Caller.Anonymous(AddressOf(context)), null);

    private static System.Net.IPAddress? AddressOf(HttpContext context) => context.Connection.RemoteIpAddress;

    /// <summary>The value after <c>Bearer</c>; null when there is none.</summary>
    private static string? TokenOf(HttpContext context) => TokenIn(context.Request.Headers.Authorization);

    private static string? TokenIn(StringValues header) =>
        header is [{ } value]
        && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && value.AsSpan(Scheme.Length).Trim(' ') is { Length: > 0 } token
            ? token.ToString()
            : null;
}
