using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A service as shown to callers who see one of its secrets.</summary>
/// <param name="Id">Null, like its name, if the service is outside the caller's reach.</param>
internal sealed record ConsumerFacts(ServiceId? Id, string? Name, Scopes Kind);

/// <summary>The services that consume, or could consume, the secrets of a store. A service of the account is outside a permit for one
/// store: every caller who may view the secret sees its kind; only callers who may view the account see its id and name.</summary>
internal static class Consumers
{
    public static async Task<Dictionary<string, ConsumerFacts>> OfAsync(
        OperationContext context,
        IReadOnlyCollection<string> ids,
        CancellationToken cancel
    )
    {
        var seesAccount = SeesAccount(context);
        var services = await context
            .Db.Services.IgnoreQueryFilters(["reach"])
            .Where(s => ids.Contains(s.Id))
            .Select(s => new
            {
                s.Id,
                s.Name,
                s.Kind,
                s.StoreId,
            })
            .ToListAsync(cancel);
        return services.ToDictionary(
            s => s.Id,
            s => IsNamed(s.StoreId) ? new ConsumerFacts(new ServiceId(s.Id), s.Name, s.Kind) : new ConsumerFacts(null, null, s.Kind)
        );

        bool IsNamed(string? storeId) => storeId is null ? seesAccount : context.Permit.Reach.Contains(new StoreId(storeId));
    }

    /// <summary>The services visible to the caller that could bind a secret of this store,
    /// as far as stores are concerned. The permit must include the store.</summary>
    public static IQueryable<Service> CandidatesFor(OperationContext context, StoreId store)
    {
        var (id, seesAccount) = (store.Value, SeesAccount(context));
        return context.Permit.Reach.Contains(store)
            ? context.Db.Services.IgnoreQueryFilters(["reach"]).Where(s => s.StoreId == id || (seesAccount && s.StoreId == null))
            : context.Db.Services.Where(s => false);
    }

    /// <summary>The service that used a secret last, if it is visible to the caller; otherwise null. A removed service is visible to
    /// callers who may view the account.</summary>
    public static async Task<ServiceId?> LastUserAsync(OperationContext context, Secret secret, CancellationToken cancel) =>
        secret.LastUsedBy is { } id && (SeesAccount(context) || await context.Db.Services.AnyAsync(s => s.Id == id, cancel))
            ? new ServiceId(id)
            : null;

    /// <summary>The services that the caller may see; null for every service.</summary>
    public static IQueryable<Service>? VisibleServices(OperationContext context) => SeesAccount(context) ? null : context.Db.Services;

    /// <summary>Whether the caller may view the account, and with it every service.</summary>
    public static bool SeesAccount(OperationContext context) =>
        Decider.Decide(new Question(context.Permit.Question.Actor, Act.ViewMetadata, Target.Account)).Allowed;
}
