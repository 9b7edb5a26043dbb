using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Whether a token is valid at this moment, regardless of the client's address.</summary>
public enum TokenStatus
{
    Active = 1,
    NotYetValid,
    Expired,

    /// <summary>Disabled by a person, by a change of roles, or together with its owner.</summary>
    Disabled,
}

/// <summary>A token without its value. Times are UTC.</summary>
/// <param name="Owner">Null for a token of the account.</param>
/// <param name="Level">Null if it only administers.</param>
/// <param name="Stores">Ordered by name; null for the whole account. Empty:
/// the last of its stores was deleted, and it reaches nothing.</param>
/// <param name="AllowedFrom">Networks; empty: from everywhere.</param>
/// <param name="Expires">Null: never.</param>
/// <param name="Revoked">When its owner's roles stopped covering it; null also after it was enabled again.</param>
/// <param name="LastUsed">To the minute; null: never.</param>
/// <param name="LastUsedFrom">An address.</param>
/// <param name="Revision">Identifies the state that an edit is based on; see <see cref="EditToken"/>.</param>
/// <param name="EndsSoon">It is active and expires within two weeks, so the operators of the program should be warned.</param>
public sealed record TokenDetail(
    TokenId Id,
    string Name,
    MemberId? Owner,
    string? OwnerEmail,
    TokenStatus Status,
    TokenLevel? Level,
    bool Administer,
    IReadOnlyList<TokenStore>? Stores,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    IReadOnlyList<string> AllowedFrom,
    IReadOnlyList<string> DeniedFrom,
    bool Disabled,
    DateTimeOffset? Revoked,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    DateTimeOffset? LastUsed,
    string? LastUsedFrom,
    int Revision,
    bool EndsSoon
)
{
    /// <summary>Credentials that it issues may expire later than the token itself.</summary>
    public bool MayIssueLonger { get; init; }

    internal static readonly TimeSpan WarnBeforeEnd = TimeSpan.FromDays(14);

    /// <summary>Why this side may neither change nor roll it; null if it may. Only the owner changes a member's token.</summary>
    public Problem? RefuseForeign(TokenSide side) => TokenProblems.Foreign(side, Owner?.Value, OwnerEmail);

    internal static TokenDetail Of(
        ApiToken token,
        string? ownerEmail,
        bool ownerDisabled,
        IEnumerable<TokenStore> stores,
        DateTimeOffset now
    ) =>
        new(
            new TokenId(token.Id),
            token.Name,
            token.OwnerId is { } owner ? new MemberId(owner) : null,
            ownerEmail,
            StatusOf(token, ownerDisabled, now),
            token.Level,
            token.Administer,
            token.LimitedToStores ? [.. stores] : null,
            token.NotBefore,
            token.Expires,
            Lines(token.Allowed),
            Lines(token.Denied),
            token.Disabled,
            token.Revoked,
            token.Created,
            token.Modified,
            token.LastUsed,
            token.LastUsedFrom,
            token.Revision,
            StatusOf(token, ownerDisabled, now) == TokenStatus.Active && token.Expires <= now + WarnBeforeEnd
        )
        {
            MayIssueLonger = token.MayIssueLonger,
        };

    private static TokenStatus StatusOf(ApiToken token, bool ownerDisabled, DateTimeOffset now) =>
        token.Disabled || ownerDisabled ? TokenStatus.Disabled
        : token.Expires <= now ? TokenStatus.Expired
        : token.NotBefore > now ? TokenStatus.NotYetValid
        : TokenStatus.Active;

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A token with its value, which only this response contains.</summary>
/// <param name="Text">See <see cref="TokenText"/>.</param>
public sealed record NewToken(TokenDetail Token, string Text)
{
    // A record prints its members, and one of them is the secret value.
    public override string ToString() => $"Token {Token.Id}";
}
