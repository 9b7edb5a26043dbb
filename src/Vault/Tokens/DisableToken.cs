using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Refuses a token until it is enabled again. A member may enable their own: who wants to end somebody's token for good deletes it.</summary>
public sealed record DisableToken(TokenSide Side, TokenId Token) : Change<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(Session session, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(session, Side, Token, cancel) is not { Token: var token } found)
        {
            return TokenProblems.NotFound;
        }
        session.Note.Say("disabled", true);
        if (!token.Disabled)
        {
            (token.Disabled, token.Modified) = (true, session.Now);
            token.Revision++;
            await TokenInvitations.WithdrawAsync(session, token, cancel);
        }
        return found.Detail(session.Now);
    }
}
