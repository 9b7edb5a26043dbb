using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Ends a token for good. Who manages account tokens may end members' as well.</summary>
public sealed record DeleteToken(TokenSide Side, TokenId Token) : Change<Unit>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        if (await FoundToken.FindAsync(session, Side, Token, cancel) is not { Token: var token })
        {
            return TokenProblems.NotFound;
        }
        session.Note.Say("deleted", true).Say("owner", token.OwnerId ?? "account");
        await OpenInvitations.WithdrawOfInviterAsync(session, token.Id, cancel);
        await session.Db.ApiTokens.Where(t => t.Id == token.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }
}
