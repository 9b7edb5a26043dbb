using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The few things that are read beyond a permit's reach: a number, and the names of stores on which somebody holds a role.</summary>
internal static class BeyondReach
{
    public static async Task<int> SecretsAsync(Session session, CancellationToken cancel)
    {
        if (session.Memo?.Secrets is { } known)
        {
            return known;
        }
        var counted = await session.Db.Secrets.IgnoreQueryFilters(["reach"]).CountAsync(s => s.Status != SecretStatus.Deleted, cancel);
        session.Memo?.Secrets = counted;
        return counted;
    }

    /// <summary>The names of stores in which a member holds a role, for those who may see that member: also for the member, who reaches no store by asking about themselves.</summary>
    public static async Task<IReadOnlyList<(StoreId Id, string Name)>> StoreNamesAsync(VaultDbContext db, IEnumerable<StoreId> stores, CancellationToken cancel)
    {
        var ids = stores.Select(s => s.Value).ToList();
        var named = await db.Stores.IgnoreQueryFilters(["reach"]).Where(s => ids.Contains(s.Id)).OrderBy(s => s.Name).Select(s => new { s.Id, s.Name }).ToListAsync(cancel);
        return [.. named.Select(s => (new StoreId(s.Id), s.Name))];
    }
}
