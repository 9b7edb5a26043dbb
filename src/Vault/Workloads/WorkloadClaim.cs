using System.Security.Cryptography;
using System.Text;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>What a trusted issuer has signed of a workload. Times are UTC and are judged at every ask.</summary>
/// <param name="Issuer">One of the configured ones, letter by letter.</param>
/// <param name="Subject">What the issuer calls the workload.</param>
/// <param name="Audiences">For whom the JWT was made: one of them must be mapped. At most <see cref="MaxAudiences"/>.</param>
/// <param name="NotBefore">Null: from the first moment.</param>
public sealed record WorkloadClaim(
    string Issuer,
    string Subject,
    IReadOnlyList<string> Audiences,
    DateTimeOffset? NotBefore,
    DateTimeOffset Expires
)
{
    /// <summary>More audiences than these are no claim: each is looked up.</summary>
    public const int MaxAudiences = 8;

    /// <summary>By so much the clocks of an issuer and of this server may differ.</summary>
    public static TimeSpan ClockSkew { get; } = TimeSpan.FromSeconds(30);

    /// <summary>By what the things read for this workload are remembered: its next JWT is the same one's.</summary>
    internal TokenClaim Known =>
        field ??= new(
            "workload",
            SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Concat(((string[])[Issuer, Subject, .. Audiences]).Select(part => $"{part.Length}:{part}")))
            )
        );

    /// <summary>The workload in words, for the audit row of one that is no service.</summary>
    internal string Name => $"{Subject} of {Issuer}";
}
