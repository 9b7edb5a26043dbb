using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>One token, without its text.</summary>
public sealed record GetToken(TokenSide Side, TokenId Token) : Reading<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(Session session, CancellationToken cancel) =>
        await FoundToken.FindAsync(session, Side, Token, cancel) is { } found ? found.Detail(session.Now) : TokenProblems.NotFound;
}
