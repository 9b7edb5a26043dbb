using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gate;

/// <summary>A service as those see it who see one of its secrets.</summary>
/// <param name="Name">Null when the service belongs to the account and the caller may not view the account.</param>
internal sealed record ConsumerFacts(string Id, string? Name, Scopes Kind);

/// <summary>The services that consume, or could consume, the secrets of a store. A service of the account lies beyond a permit for one
/// store: its kind is told to whoever may see the secret, its name only to those who may view the account.</summary>
internal static class Consumers
{
    public static async Task<Dictionary<string, ConsumerFacts>> OfAsync(Session session, IReadOnlyCollection<string> ids, CancellationToken cancel)
    {
        var seesAccount = SeesAccount(session);
        var services = await session.Db.Services.IgnoreQueryFilters(["reach"]).Where(s => ids.Contains(s.Id))
            .Select(s => new { s.Id, s.Name, s.Kind, s.StoreId }).ToListAsync(cancel);
        return services.ToDictionary(s => s.Id, s => new ConsumerFacts(s.Id, IsNamed(s.StoreId) ? s.Name : null, s.Kind));

        bool IsNamed(string? storeId) => storeId is null ? seesAccount : session.Permit.Reach.Holds(new StoreId(storeId));
    }

    /// <summary>The services the caller may know of that could bind a secret of this store, as far as stores go. The permit must hold the store.</summary>
    public static IQueryable<Service> Around(Session session, StoreId store)
    {
        var (id, seesAccount) = (store.Value, SeesAccount(session));
        return session.Permit.Reach.Holds(store)
            ? session.Db.Services.IgnoreQueryFilters(["reach"]).Where(s => s.StoreId == id || (seesAccount && s.StoreId == null))
            : session.Db.Services.Where(s => false);
    }

    private static bool SeesAccount(Session session) =>
        Decider.Decide(new Question(session.Permit.Question.Actor, Act.ViewMetadata, Target.Account)).Allowed;
}
