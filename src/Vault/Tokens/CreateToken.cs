using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Issues a token: one's own, never above one's own rights, or one of the account, which outlives whoever issued it.</summary>
public sealed record CreateToken(TokenSide Side, TokenInput Input) : Change<NewToken>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<NewToken>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Token", null, null);
        var (draft, problems) = await TokenDraft.OfAsync(session, Input, Side == TokenSide.Own ? session.Member : null, now: null, cancel);
        return draft is null ? problems
            : Side == TokenSide.Own ? TokenMaker.Make(session, draft, session.Me, await OwnEmailAsync(session, cancel))
            : TokenMaker.Make(session, draft, owner: null, ownerEmail: null);
    }

    private static Task<string?> OwnEmailAsync(Session session, CancellationToken cancel) =>
        session.Db.Users.Where(m => m.Id == session.Me!.Value.Value).Select(m => m.Email).FirstAsync(cancel);
}
