using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Which keys of a key set signatures may be checked with.</summary>
internal static class UsableKeys
{
    private const int MinRsaBits = 2_048,
        MaxKeys = 50;

    /// <summary>Whether there are keys without a name, and with them more of a kind than are
    /// tried: then nothing counts that is signed by one of them.</summary>
    public static bool AreTooMany(IReadOnlyList<SecurityKey> keys) =>
        keys.GroupBy(k => k is ECDsaSecurityKey)
            .Any(kind =>
                kind.Count(k => string.IsNullOrEmpty(k.KeyId)) is > 0 and var nameless
                && nameless + (nameless < kind.Count() ? 1 : 0) > IssuerKeys.MaxTried
            );

    /// <summary>RSA keys that are long enough, and EC keys, for signatures. Symmetric ones never count, nor what nobody can read.</summary>
    public static IReadOnlyList<SecurityKey> Of(JsonWebKeySet? set) =>
        set is null
            ? []
            : [.. set.GetSigningKeys().Where(k => k is RsaSecurityKey { KeySize: >= MinRsaBits } or ECDsaSecurityKey).Take(MaxKeys)];
}
