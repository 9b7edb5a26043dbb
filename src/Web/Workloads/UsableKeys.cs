using Microsoft.IdentityModel.Tokens;

namespace SecretsDashboard.Web.Workloads;

/// <summary>Selects the keys of a key set that may verify signatures.</summary>
internal static class UsableKeys
{
    private const int MinRsaBits = 2_048,
        MaxKeys = 50;

    /// <summary>Whether keys without a key id, together with others, exceed the number of keys of one kind that are tried:
    /// then no JWT signed with such a key is valid.</summary>
    public static bool AreTooMany(IReadOnlyList<SecurityKey> keys) =>
        keys.GroupBy(k => k is ECDsaSecurityKey)
            .Any(kind =>
                kind.Count(k => string.IsNullOrEmpty(k.KeyId)) is > 0 and var nameless
                && nameless + (nameless < kind.Count() ? 1 : 0) > IssuerKeys.MaxTried
            );

    /// <summary>The signing keys that are EC keys, or RSA keys of sufficient length. Symmetric and unreadable keys are left out.</summary>
    public static IReadOnlyList<SecurityKey> Of(JsonWebKeySet? set) =>
        set is null
            ? []
            : [.. set.GetSigningKeys().Where(k => k is RsaSecurityKey { KeySize: >= MinRsaBits } or ECDsaSecurityKey).Take(MaxKeys)];
}
