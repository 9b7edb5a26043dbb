using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>One page of the caller's own tokens, or of the account's; newest first by default.</summary>
/// <param name="OfMembersToo">On the account's side: include members' own tokens.</param>
/// <param name="Filter">Null: all tokens.</param>
public sealed record ListTokens(
    TokenSide Side,
    PageRequest Page,
    bool OfMembersToo = false,
    TokenFilter? Filter = null,
    TokenOrder By = TokenOrder.Created,
    bool Descending = true
) : Reading<Page<TokenDetail>>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<Page<TokenDetail>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About(AuditFilter.ViewedTokens, null, null);
        var filter = Filter ?? new TokenFilter();
        if ((Page.Check() ?? filter.Check()) is { } problem)
        {
            return problem;
        }
        var all = filter.Narrow(
            context,
            FoundToken.Of(context, Side).Where(t => Side == TokenSide.Own || OfMembersToo || t.OwnerId == null)
        );
        var total = await all.CountAsync(cancel);
        var tokens = await TokenFilter.Sort(all, By, Descending).Skip(Page.Skip).Take(Page.Size).ToListAsync(cancel);
        var found = await FoundToken.WithAllAsync(context, tokens, cancel);
        return new Page<TokenDetail>([.. found.Select(f => f.Detail(context.Now))], total);
    }
}
