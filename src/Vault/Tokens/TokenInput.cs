using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The role in which a caller manages tokens.</summary>
public enum TokenSide
{
    /// <summary>A member with their own tokens, which are never above the member's rights.</summary>
    Own = 1,

    /// <summary>A caller who manages account tokens. They also see members' tokens and may disable and delete them, but neither change nor
    /// roll them, because a roll returns the value.</summary>
    Account,
}

/// <summary>The expiry of a token. The default is the default lifetime (see <see cref="VaultLimits.TokenLife"/>), not "never".</summary>
/// <param name="At">The time from which the token is refused.</param>
/// <param name="IsNever">Only set explicitly: such a token is valid until it is ended.</param>
/// <param name="Life">The lifetime from the time of the decision, if no time is given.</param>
public readonly record struct Expiry(DateTimeOffset? At, bool IsNever = false, TimeSpan? Life = null)
{
    public static Expiry Never { get; } = new(null, IsNever: true);

    /// <summary>The lifetime starts when the token is created or changed, not when the request began.</summary>
    public static Expiry After(TimeSpan life) => new(null, Life: life);
}

/// <summary>The settings of a token.</summary>
/// <param name="Name">1 to 100 printable characters; surrounding spaces are removed. Names need not be unique.</param>
/// <param name="Level">Null for a token that only administers.</param>
/// <param name="Administer">Only for tokens of the account.</param>
/// <param name="Stores">Null for the whole account; otherwise 1 to 100.</param>
/// <param name="Expires">Omitted: 90 days from now; for an existing token: unchanged. A
/// token issued by another token expires with that one at the latest.</param>
/// <param name="NotBefore">Null: valid from now on.</param>
/// <param name="AllowedFrom">Networks (10.0.0.0/8, 2001:db8::/32) or addresses; null or empty: from everywhere, or from the addresses of
/// the issuing token. At most 50.</param>
/// <param name="DeniedFrom">The same format; a denied address is refused even if it is also allowed. The denied addresses of the issuing
/// token are denied for this one as well.</param>
/// <param name="MayIssueLonger">Credentials that it issues may outlive it; only for account tokens that administer, and only set by
/// members. Null: false; for an existing token: unchanged.</param>
public sealed record TokenInput(
    string? Name,
    TokenLevel? Level,
    bool Administer = false,
    IReadOnlyList<StoreId>? Stores = null,
    Expiry Expires = default,
    DateTimeOffset? NotBefore = null,
    IReadOnlyList<string>? AllowedFrom = null,
    IReadOnlyList<string>? DeniedFrom = null,
    bool? MayIssueLonger = null
)
{
    internal const int MaxName = 100,
        MaxStores = 100;
}

internal static class TokenDemand
{
    public static Demand Of(TokenSide side) =>
        side == TokenSide.Own ? new(Act.ManageOwnTokens, TargetReference.Self) : new(Act.ManageAccountTokens, TargetReference.Account);
}
