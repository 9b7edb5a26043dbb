using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Makes a disabled token valid again, with its previous value. A member's token must be within the member's current rights. A
/// token can only enable tokens that expire no later and are valid from no more addresses than itself.</summary>
public sealed record EnableToken(TokenSide Side, TokenId Token) : Change<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(context, Side, Token, cancel) is not { Token: var token } found)
        {
            return TokenProblems.NotFound;
        }
        context.Note.Add("disabled", false);
        if (((await IssuerBounds.OfAsync(context, cancel))?.Refuse(token) ?? await found.AboveRightsAsync(context, cancel)) is { } problem)
        {
            return problem;
        }
        if (token.Disabled)
        {
            (token.Disabled, token.Revoked, token.Modified) = (false, null, context.Now);
            token.Revision++;
        }
        return found.Detail(context.Now);
    }
}
