using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Replaces a token's value; the old one is refused at once. Everything else stays,
/// including its expiry and whether it is disabled. Its invitations are revoked, because a holder
/// of a leaked value may have created them. A token can't roll one that outlives it.</summary>
public sealed record RollToken(TokenSide Side, TokenId Token) : Change<NewToken>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<NewToken>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(context, Side, Token, cancel) is not { Token: var token } found)
        {
            return TokenProblems.NotFound;
        }
        if ((found.RefuseForeign(Side) ?? (await IssuerBounds.OfAsync(context, cancel))?.Refuse(token)) is { } problem)
        {
            return problem;
        }
        var (text, hash) = TokenText.New(TokenText.ApiToken, token.Id);
        token.Hash = context.Tools.Seals.HashOf(hash);
        (token.IssuerId, token.Modified) = (await Issued.AfterRollAsync(context, token.IssuerId, cancel), context.Now);
        token.Revision++;
        context.Note.Add("rolled", true);
        await TokenInvitations.WithdrawAllAsync(context, token, cancel);
        return new NewToken(found.Detail(context.Now), text);
    }
}
