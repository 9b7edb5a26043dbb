using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a known token.</summary>
/// <param name="Owner">The member who owns the token; null for the account's own.</param>
/// <param name="IsStale">Its last use is old enough to be worth a write.</param>
internal sealed record TokenFacts(
    TokenActor Actor,
    string Name,
    MemberId? Owner,
    string? OwnerEmail,
    DateTimeOffset? NotBefore,
    DateTimeOffset? Expires,
    bool IsStale
)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    /// <summary>Null if the token does not exist or its value differs: the caller can't distinguish them, not even by timing.</summary>
    /// <param name="row">The stored data of the claimed token; null if there is none.</param>
    public static TokenFacts? Evaluate(TokenRow? row, TokenClaim claim, RowSeals seals, IPAddress? address, DateTimeOffset now)
    {
        var isRight = claim.Matches(row?.Hash, seals);
        if (row is null || !isRight)
        {
            return null;
        }
        var actor = new TokenActor(new TokenId(claim.Id), StandingOf(row, address, now), row.Level, row.Administer, row.Stores);
        return new(
            actor,
            row.Name,
            row.Owner is { } owner ? new MemberId(owner) : null,
            row.OwnerEmail,
            row.NotBefore,
            row.Expires,
            IsStale: row.LastUsed is not { } used || now - used >= WriteInterval
        );
    }

    /// <summary>Records when and from which address the token was used, at most once a minute.</summary>
    public void RecordUse(WriteTransaction transaction, IPAddress? address, DateTimeOffset now)
    {
        if (!IsStale || Actor.Standing != Standing.Good)
        {
            return;
        }
        TokenRow.RecordUse(transaction, Actor.Id, address, now);
        transaction.ReadCache.Forget(Actor.Id);
    }

    // A token without its owner can't exist (the foreign key deletes it), and would be refused.
    private static Standing StandingOf(TokenRow row, IPAddress? address, DateTimeOffset now) =>
        row switch
        {
            { IsForged: true } => Standing.Forged,
            { Owner: not null, OwnerEmail: null } => Standing.MemberRemoved,
            { Owner: not null, IsOwnerDisabled: true } => Standing.MemberDisabled,
            { IsDisabled: true } => Standing.TokenDisabled,
            _ when row.Expires <= now => Standing.TokenExpired,
            _ when row.NotBefore > now => Standing.TokenNotYetValid,
            _ when !row.Addresses.Allow(address) => Standing.AddressNotAllowed,
            _ => Standing.Good,
        };
}
