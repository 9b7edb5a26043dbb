using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>As whom one deals with tokens.</summary>
public enum TokenSide
{
    /// <summary>As a member with their own tokens, which are never above their rights.</summary>
    Own = 1,

    /// <summary>As one who manages account tokens. They also see members' tokens and
    /// may disable and delete them, but neither change nor roll them:
    /// whoever rolls a token has its text.</summary>
    Account,
}

/// <summary>When a token ends. The default is the usual time (see <see cref="VaultLimits.TokenLife"/>), never "never".</summary>
/// <param name="At">The moment from which the token is refused.</param>
/// <param name="IsNever">Only on purpose: such a token counts until somebody ends it.</param>
/// <param name="Life">How long after the moment of the decision, where no moment is given.</param>
public readonly record struct Expiry(DateTimeOffset? At, bool IsNever = false, TimeSpan? Life = null)
{
    public static Expiry Never { get; } = new(null, IsNever: true);

    /// <summary>Counted from when the token is made or changed, not from when somebody began to ask for it.</summary>
    public static Expiry After(TimeSpan life) => new(null, Life: life);
}

/// <summary>What a token is to be.</summary>
/// <param name="Name">1 to 100 printable characters; spaces around it are cut off. Names need not differ.</param>
/// <param name="Level">Null for a token that only administers.</param>
/// <param name="Administer">On account tokens only.</param>
/// <param name="Stores">Null for the whole account; else one to 100.</param>
/// <param name="Expires">Left out: 90 days from now, or for a token that is there, what it
/// is. What a token issues ends with that token at the latest.</param>
/// <param name="NotBefore">Null: from now on.</param>
/// <param name="AllowedFrom">Networks (10.0.0.0/8, 2001:db8::/32) or addresses; null or none: from
/// everywhere, or from where the token that issues it may be used. At most 50.</param>
/// <param name="DeniedFrom">Likewise; what is denied is refused also when it is allowed. What is
/// denied to the token that issues it is denied to this one as well.</param>
/// <param name="MayIssueLonger">Credentials that it issues may outlive it; on account tokens that administer,
/// and given by members alone. Null: no, or for a token that is there, as it is.</param>
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
        side == TokenSide.Own ? new(Act.ManageOwnTokens, Aim.Self) : new(Act.ManageAccountTokens, Aim.Account);
}
