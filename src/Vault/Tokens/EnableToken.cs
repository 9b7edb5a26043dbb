using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Lets a disabled token count again, with the text that it had. A member's must lie within the rights that they have now,
/// and what a token enables must end no later and be used from no more addresses than that token.</summary>
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
