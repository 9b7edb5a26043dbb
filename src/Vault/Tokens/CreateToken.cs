namespace SecretsDashboard.Vault.Tokens;

/// <summary>Issues a token: one's own, never above one's own rights, or one of the account, which outlives whoever issued it.</summary>
public sealed record CreateToken(TokenSide Side, TokenInput Input) : Change<NewToken>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<NewToken>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Token", null, null);
        var (draft, problems) = await TokenDraft.OfAsync(session, Input, Side == TokenSide.Own ? session.Member : null, now: null, cancel);
        return draft is null ? problems : TokenMaker.Make(session, draft, Side == TokenSide.Own ? session.Me : null);
    }
}
