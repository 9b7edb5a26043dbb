using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Replaces a token's settings with the input: omitted settings are removed, except the expiry, which stays. The change applies
/// from the token's next use on.</summary>
/// <param name="Disabled">A revoked token that is enabled by the edit is checked
/// against its owner's rights like a new one. Null: unchanged.</param>
/// <param name="Revision">The state that the edit is based on: of two
/// concurrent editors, the second gets a conflict. Null: any state.</param>
public sealed record EditToken(TokenSide Side, TokenId Token, TokenInput Input, bool? Disabled = false, int? Revision = null)
    : Change<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(context, Side, Token, cancel) is not { Token: var token } found)
        {
            return TokenProblems.NotFound;
        }
        if ((found.RefuseForeign(Side) ?? TokenProblems.Itself(context, token) ?? TokenProblems.Conflict(token, Revision)) is { } problem)
        {
            return problem;
        }
        if ((await IssuerBounds.OfAsync(context, cancel))?.RefuseFlag(token) is { } beyond)
        {
            return beyond;
        }
        var (draft, problems) = await TokenDraft.OfAsync(context, Input, Side == TokenSide.Own ? context.Member : null, token, cancel);
        if (draft is null)
        {
            return problems;
        }
        var couldIssueLonger = token.MayIssueLonger;
        await WriteAsync(context, token, draft, cancel);
        TokenNote.Write(context, token, draft.Stores, couldIssueLonger);
        context.Note.Add("edited", true).Add("disabled", token.Disabled);
        await TokenInvitations.WithdrawAsync(context, token, cancel);
        return (found with { Stores = draft.Stores ?? [] }).Detail(context.Now);
    }

    private async Task WriteAsync(OperationContext context, ApiToken token, TokenDraft draft, CancellationToken cancel)
    {
        (token.Name, token.Level, token.Administer, token.LimitedToStores) = (
            draft.Name,
            draft.Level,
            draft.Administer,
            draft.Stores is not null
        );
        (token.NotBefore, token.Expires) = (draft.NotBefore, draft.Expires);
        (token.Allowed, token.Denied) = (AddressRules.Format(draft.Allowed), AddressRules.Format(draft.Denied));
        token.MayIssueLonger = draft.MayIssueLonger;
        token.Disabled = Disabled ?? token.Disabled;
        token.Revoked = token.Disabled ? token.Revoked : null;
        token.Modified = context.Now;
        token.Revision++;
        await context.Db.ApiTokenStores.Where(s => s.TokenId == token.Id).ExecuteDeleteAsync(cancel);
        context.Db.AddRange((draft.Stores ?? []).Select(s => new ApiTokenStore { TokenId = token.Id, StoreId = s.Id.Value }));
    }
}
