using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>A token that exists and is visible to the caller, with its related data.</summary>
/// <param name="OwnerEmail">Null for a token of the account.</param>
internal sealed record FoundToken(ApiToken Token, string? OwnerEmail, bool OwnerDisabled, IReadOnlyList<TokenStore> Stores)
{
    /// <summary>The tokens of one side: the member's own, or all tokens for callers who manage account tokens.</summary>
    public static IQueryable<ApiToken> Of(OperationContext context, TokenSide side)
    {
        var memberId = context.MemberId?.Value;
        return side == TokenSide.Own ? context.Db.ApiTokens.Where(t => t.OwnerId != null && t.OwnerId == memberId) : context.Db.ApiTokens;
    }

    /// <summary>Null if it does not exist or belongs to another member; the caller can't
    /// distinguish them. From here on, the audit row is about the token.</summary>
    public static async Task<FoundToken?> FindAsync(OperationContext context, TokenSide side, TokenId id, CancellationToken cancel)
    {
        context.Note.About("Token", null, null);
        var token = await Of(context, side).FirstOrDefaultAsync(t => t.Id == id.Value, cancel);
        if (token is null)
        {
            return null;
        }
        context.Note.About("Token", token.Id, token.Name);
        return (await WithAllAsync(context, [token], cancel))[0];
    }

    public static async Task<IReadOnlyList<FoundToken>> WithAllAsync(
        OperationContext context,
        IReadOnlyList<ApiToken> tokens,
        CancellationToken cancel
    )
    {
        var stores = await TokenStore.OfAsync(context, [.. tokens.Where(t => t.LimitedToStores).Select(t => t.Id)], cancel);
        var ids = tokens.Select(t => t.OwnerId).Distinct().ToList();
        var owners = await context
            .Db.Users.Where(m => ids.Contains(m.Id))
            .Select(m => new
            {
                m.Id,
                m.Email,
                m.Disabled,
            })
            .ToDictionaryAsync(m => m.Id, cancel);
        return
        [
            .. tokens.Select(t =>
                t.OwnerId is { } id && owners.TryGetValue(id, out var owner)
                    ? new FoundToken(t, owner.Email, owner.Disabled, [.. stores[t.Id]])
                    : new FoundToken(t, null, false, [.. stores[t.Id]])
            ),
        ];
    }

    public TokenDetail Detail(DateTimeOffset now) => TokenDetail.Of(Token, OwnerEmail, OwnerDisabled, Stores, now);

    /// <summary>Why this side may not change the token; null if it may. Only the owner changes a member's token.</summary>
    public Problem? RefuseForeign(TokenSide side) => TokenProblems.Foreign(side, Token.OwnerId, OwnerEmail);

    /// <summary>Why the token may not be valid (again); null if it may: it belongs
    /// to the account, or is within its owner's current rights.</summary>
    public async Task<Problem?> AboveRightsAsync(OperationContext context, CancellationToken cancel)
    {
        if (Token.OwnerId is not { } owner)
        {
            return null;
        }
        var missing = OwnTokens.MissingRoles(await RoleAssignment.OfAsync(context.Db, owner, cancel), Token, Stores.Select(s => s.Id));
        return missing.Count == 0
            ? null
            : TokenProblems.AboveRights(Delegation.Describe(missing, id => Stores.First(s => s.Id == id).Name));
    }
}
