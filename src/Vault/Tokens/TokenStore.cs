using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>A store that a token is limited to.</summary>
public sealed record TokenStore(StoreId Id, string Name)
{
    /// <summary>The requested stores that exist and, for a member's own token,
    /// that the member may view; by name. Null if none are requested.</summary>
    internal static async Task<IReadOnlyList<TokenStore>?> FindAsync(
        OperationContext context,
        IReadOnlyList<StoreId>? wanted,
        MemberActor? owner,
        CancellationToken cancel
    )
    {
        if (wanted is null)
        {
            return null;
        }
        var known = wanted
            .Take(TokenInput.MaxStores)
            .Distinct()
            .Where(s => owner is null || Decider.Decide(new Question(owner, Act.ViewMetadata, Target.In(s))).Allowed);
        return [.. (await UnfilteredQueries.StoreNamesAsync(context.Db, known, cancel)).Select(s => new TokenStore(s.Id, s.Name))];
    }

    /// <summary>The stores of these tokens, by name, without forged rows: an edit would save them again with a genuine seal.</summary>
    internal static async Task<ILookup<string, TokenStore>> OfAsync(
        OperationContext context,
        IReadOnlyCollection<string> tokens,
        CancellationToken cancel
    )
    {
        // Without tracking, because an edit replaces these rows.
        var rows = await context
            .Db.ApiTokenStores.AsNoTracking()
            .Where(s => tokens.Contains(s.TokenId))
            .Select(s => new
            {
                s.TokenId,
                s.StoreId,
                Seal = EF.Property<byte[]?>(s, SealedTable.Seal),
            })
            .ToListAsync(cancel);
        var limits = rows.FindAll(r => context.Db.Seals.IsGenuine(SealedTable.ApiTokenStores, [r.TokenId, r.StoreId], r.Seal));
        var names = (
            await UnfilteredQueries.StoreNamesAsync(context.Db, limits.Select(l => new StoreId(l.StoreId)).Distinct(), cancel)
        ).ToDictionary(s => s.Id.Value, s => s.Name);
        return limits
            .Where(l => names.ContainsKey(l.StoreId))
            .OrderBy(l => names[l.StoreId], StringComparer.Ordinal)
            .ToLookup(l => l.TokenId, l => new TokenStore(new StoreId(l.StoreId), names[l.StoreId]));
    }
}
