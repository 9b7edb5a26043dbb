using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Disables a token until it is enabled again. A member may enable
/// their own token: to end a member's token permanently, delete it.</summary>
public sealed record DisableToken(TokenSide Side, TokenId Token) : Change<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(context, Side, Token, cancel) is not { Token: var token } found)
        {
            return TokenProblems.NotFound;
        }
        context.Note.Add("disabled", true);
        if (!token.Disabled)
        {
            (token.Disabled, token.Modified) = (true, context.Now);
            token.Revision++;
            await TokenInvitations.WithdrawAsync(context, token, cancel);
        }
        return found.Detail(context.Now);
    }
}
