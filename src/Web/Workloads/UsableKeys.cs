using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Which keys of a key set signatures may be checked with.</summary>
internal static class UsableKeys
{
    private const int LeastRsaBits = 2_048, Most = 50;

    /// <summary>RSA keys that are long enough, and EC keys, for signatures. Symmetric ones never count, nor what nobody can read.</summary>
    public static IReadOnlyList<SecurityKey> Of(JsonWebKeySet? set) => set is null ? []
        : [.. set.GetSigningKeys().Where(k => k is RsaSecurityKey { KeySize: >= LeastRsaBits } or ECDsaSecurityKey).Take(Most)];
}
