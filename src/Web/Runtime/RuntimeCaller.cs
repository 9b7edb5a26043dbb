using Microsoft.AspNetCore.Http.Features;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Workloads;

namespace SecretsDashboard.Web.Runtime;

/// <summary>Which service calls: the credential or the JWT of the one <c>Authorization</c> header,
/// and nothing else. A cookie or an API token does not count here.</summary>
/// <param name="Budget">Whose requests are counted together, if the caller counts: those with
/// one credential, or of one workload. Null for what can't count.</param>
/// <param name="IssuerIsAway">The JWT could not be judged, for its issuer's keys could not be read.</param>
internal sealed record RuntimeCaller(Caller Caller, UInt128? Budget = null, bool IssuerIsAway = false)
{
    /// <summary>As the middleware read it.</summary>
    public static Caller Of(HttpContext context) => context.Features.GetRequiredFeature<RuntimeCaller>().Caller;

    public static bool IsIssuerAway(HttpContext context) => context.Features.Get<RuntimeCaller>() is { IssuerIsAway: true };

    /// <summary>Reads once who calls: a JWT is validated here, before anything else is asked.</summary>
    public static async ValueTask<RuntimeCaller> ReadAsync(HttpContext context, WorkloadTokens workloads)
    {
        var text = ApiCaller.TextIn(context);
        var found =
            text is not null && WorkloadTokens.LooksLikeOne(text)
                ? OfWorkload(context, text, await workloads.ReadAsync(context, text))
                : OfText(context, text);
        context.Features.Set(found);
        return found;
    }

    private static RuntimeCaller OfText(HttpContext context, string? text) =>
        text is null
            ? new RuntimeCaller(Caller.Nobody(context.Connection.RemoteIpAddress))
            : new RuntimeCaller(
                Caller.WithCredential(text, context.Connection.RemoteIpAddress),
                ApiCaller.KeyOf(context, TokenText.ServiceCredential)
            );

    // A JWT that does not count is as good as a credential that nobody knows. One
    // that counts shares its budget with the workload's next one.
    private static RuntimeCaller OfWorkload(HttpContext context, string text, WorkloadVerdict verdict) =>
        verdict.Caller is { } workload
            ? new RuntimeCaller(workload, ApiCaller.KeyOf(verdict.Workload))
            : OfText(context, text) with
            {
                IssuerIsAway = verdict.IssuerIsAway,
            };
}
