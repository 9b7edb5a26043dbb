using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Counts what a token has issued that still exists, so that the
/// caller can decide before a deletion whether to revoke that too.</summary>
public sealed record CountIssued(TokenSide Side, TokenId Token) : Reading<IssuedCounts>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<IssuedCounts>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var found = await FoundToken.FindAsync(context, Side, Token, cancel);
        context.Note.About(AuditFilter.ViewedTokens, found?.Token.Id, found?.Token.Name);
        return found is null
            ? TokenProblems.NotFound
            : await Issued.CountAsync(context, await Issued.FamilyAsync(context, found.Token.Id, cancel), cancel);
    }
}
