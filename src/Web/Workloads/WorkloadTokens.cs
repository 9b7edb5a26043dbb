using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Validates the JWTs of workloads. The unverified issuer claim only selects one of the configured issuers. Each
/// has a scheme of Microsoft's JwtBearer and its keys from the configured source: the headers of a JWT never determine an
/// address.</summary>
internal sealed class WorkloadTokens(TrustedIssuers issuers)
{
    /// <summary>A longer text is rejected: JWTs of Kubernetes have about 1,200 characters.</summary>
    public const int MaxLength = 8_192;

    private static readonly JsonWebTokenHandler Reader = new() { MaximumTokenSizeInBytes = MaxLength };

    /// <summary>Three parts separated by dots. An API token or a credential contains no dot.</summary>
    public static bool LooksLikeJwt(string text) => text.AsSpan().Count('.') == 2;

    public async ValueTask<WorkloadValidation> ReadAsync(HttpContext context, string text)
    {
        if (Find(text) is not { } jwt || issuers.Find(jwt.Issuer) is not { } issuer)
        {
            return default;
        }
        if (!await issuer.Keys.PrepareAsync(jwt.Kid, context.RequestAborted))
        {
            return new WorkloadValidation(null, "", IssuerUnavailable: true);
        }
        var result = await context.AuthenticateAsync(issuer.Scheme);
        return result.Succeeded && ClaimOf(jwt) is { } claim
            ? new WorkloadValidation(
                Caller.WithWorkload(claim, context.Connection.RemoteIpAddress),
                $"{claim.Issuer}\n{claim.Subject}",
                IssuerUnavailable: false
            )
            : default;
    }

    /// <summary>Parses the JWT without verifying it; null when it can't be valid, so that no key is looked up.</summary>
    private static JsonWebToken? Find(string text)
    {
        if (text.Length > MaxLength || !Reader.CanReadToken(text))
        {
            return null;
        }
        return Attempt(() => new JsonWebToken(text) is var jwt && WorkloadRules.HasAcceptedHeader(jwt) ? jwt : null);
    }

    private static WorkloadClaim? ClaimOf(JsonWebToken jwt) =>
        Attempt(() =>
        {
            if (!WorkloadRules.IsUnambiguous(jwt))
            {
                return null;
            }
            var audiences = jwt.Audiences.Distinct(StringComparer.Ordinal).ToList();
            var hasStart = jwt.TryGetPayloadValue<object>(JwtRegisteredClaimNames.Nbf, out _);
            return jwt.Subject is { Length: > 0 and <= WorkloadInput.MaxLength } && audiences.Count is > 0 and <= WorkloadClaim.MaxAudiences
                ? new WorkloadClaim(jwt.Issuer, jwt.Subject, audiences, hasStart ? jwt.ValidFrom : null, jwt.ValidTo)
                : null;
        });

    // The library parses parts of a JWT lazily, and throws the errors it finds then.
    private static T? Attempt<T>(Func<T?> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e)
            when (e
                    is SecurityTokenException
                        or ArgumentException
                        or JsonException
                        or FormatException
                        or InvalidOperationException
                        or OverflowException
            )
        {
            return null;
        }
    }
}

/// <param name="Caller">Null when the JWT is not valid.</param>
/// <param name="Workload">The key of the workload, the same for all its JWTs.</param>
/// <param name="IssuerUnavailable">The JWT could not be validated: no keys of its issuer are known.</param>
internal readonly record struct WorkloadValidation(Caller? Caller, string Workload, bool IssuerUnavailable);
