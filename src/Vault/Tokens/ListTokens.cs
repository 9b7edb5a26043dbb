using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>One page of one's own tokens, or of the account's; the newest first unless said otherwise.</summary>
/// <param name="OfMembersToo">On the account's side: members' own tokens as well.</param>
public sealed record ListTokens(TokenSide Side, PageRequest Page, bool OfMembersToo = false, bool Descending = true) : Reading<Page<TokenDetail>>
{
    internal override Demand Demand => TokenDemand.Of(Side);

    internal override async Task<Result<Page<TokenDetail>>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About(AuditFilter.LookedAtTokens, null, null);
        if (Page.Check() is { } problem)
        {
            return problem;
        }
        var all = FoundToken.Of(session, Side).Where(t => Side == TokenSide.Own || OfMembersToo || t.OwnerId == null);
        var total = await all.CountAsync(cancel);
        var ordered = Descending ? all.OrderByDescending(t => t.Id) : all.OrderBy(t => t.Id);
        var tokens = await ordered.Skip(Page.Skip).Take(Page.Size).ToListAsync(cancel);
        var found = await FoundToken.WithAllAsync(session, tokens, cancel);
        return new Page<TokenDetail>([.. found.Select(f => f.Detail(session.Now))], total);
    }
}
