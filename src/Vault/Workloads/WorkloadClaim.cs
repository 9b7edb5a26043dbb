using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>The verified claims of a workload's JWT. Times are UTC and are checked at every request.</summary>
/// <param name="Issuer">One of the configured issuers; compared exactly.</param>
/// <param name="Subject">The issuer's name of the workload.</param>
/// <param name="Audiences">The audiences of the JWT: one of them must be mapped. At most <see cref="MaxAudiences"/>.</param>
/// <param name="NotBefore">Null: valid from the beginning.</param>
public sealed record WorkloadClaim(
    string Issuer,
    string Subject,
    IReadOnlyList<string> Audiences,
    DateTimeOffset? NotBefore,
    DateTimeOffset Expires
)
{
    /// <summary>A JWT with more audiences is rejected, because each of them is looked up.</summary>
    public const int MaxAudiences = 8;

    /// <summary>The tolerated difference between the clocks of an issuer and of this server.</summary>
    public static TimeSpan ClockSkew { get; } = TimeSpan.FromSeconds(30);

    /// <summary>The cache key for readings of this workload: its next JWT has the same one.</summary>
    internal TokenClaim Known =>
        field ??= new(
            "workload",
            SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Concat(((string[])[Issuer, Subject, .. Audiences]).Select(part => $"{part.Length}:{part}")))
            )
        );

    /// <summary>The workload's name in the audit row, if it is not mapped to a service.</summary>
    internal string Name => $"{Subject} of {Issuer}";
}
