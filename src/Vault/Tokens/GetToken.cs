using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Reads one token, without its value.</summary>
public sealed record GetToken(TokenSide Side, TokenId Token) : Reading<TokenDetail>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<TokenDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var found = await FoundToken.FindAsync(context, Side, Token, cancel);
        context.Note.About(AuditFilter.ViewedTokens, found?.Token.Id, found?.Token.Name);
        return found is null ? TokenProblems.NotFound : found.Detail(context.Now);
    }
}
