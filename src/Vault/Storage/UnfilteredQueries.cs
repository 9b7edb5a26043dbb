using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The few queries beyond a permit's reach: a count, the names of stores on which a member has a role, whether a workload is
/// mapped, and the names of a service's own bindings.</summary>
internal static class UnfilteredQueries
{
    public static async Task<int> SecretsAsync(OperationContext context, CancellationToken cancel)
    {
        if (context.ReadCache?.Secrets is { } known)
        {
            return known;
        }
        var counted = await context.Db.LiveSecrets.IgnoreQueryFilters(["reach"]).CountAsync(cancel);
        context.ReadCache?.Secrets = counted;
        return counted;
    }

    /// <summary>The names of the stores on which a member has a role, for callers who may view that member: also for the member, whose own
    /// permit reaches no store.</summary>
    public static async Task<IReadOnlyList<(StoreId Id, string Name)>> StoreNamesAsync(
        VaultDbContext db,
        IEnumerable<StoreId> stores,
        CancellationToken cancel
    )
    {
        var ids = stores.Select(s => s.Value).ToList();
        var named = await db
            .Stores.IgnoreQueryFilters(["reach"])
            .Where(s => ids.Contains(s.Id))
            .OrderBy(s => s.Name)
            .Select(s => new { s.Id, s.Name })
            .ToListAsync(cancel);
        return [.. named.Select(s => (new StoreId(s.Id), s.Name))];
    }

    /// <summary>The number of binding changes ever recorded, for all services:
    /// the id of the last one, even if it is no longer stored.</summary>
    public static Task<long> ChangesAsync(OperationContext context, CancellationToken cancel) =>
        context.Db.Revisions.Select(r => r.Position).SingleAsync(cancel);

    /// <summary>Whether a workload is already mapped, to any service: one workload is one service.</summary>
    public static Task<bool> IsMappedAsync(
        OperationContext context,
        string issuer,
        string subject,
        string audience,
        CancellationToken cancel
    ) =>
        context
            .Db.WorkloadIdentities.IgnoreQueryFilters(["reach"])
            .AnyAsync(i => i.Issuer == issuer && i.Subject == subject && i.Audience == audience, cancel);

    /// <summary>The calling service's own bindings that both checks would let
    /// it resolve, by name. This request's permit reaches no store.</summary>
    public static async Task<List<OwnBinding>> OwnBindingsAsync(OperationContext context, CancellationToken cancel)
    {
        var (service, kind) = (context.Service!.Value.Value, context.Permit.Question.Kind);
        return await (
            from v in context.Db.Services.IgnoreQueryFilters(["reach"])
            where v.Id == service
            join b in context.Db.Bindings.IgnoreQueryFilters(["reach"]) on v.Id equals b.ServiceId
            where v.StoreId == null || v.StoreId == b.StoreId
            join s in context.Db.LiveSecrets.IgnoreQueryFilters(["reach"]) on b.SecretId equals s.Id
            where s.StoreId == b.StoreId && (s.Scopes & kind) == kind
            orderby b.Name
            select new OwnBinding(b.Name, s.VersionNumber)
        ).ToListAsync(cancel);
    }
}
