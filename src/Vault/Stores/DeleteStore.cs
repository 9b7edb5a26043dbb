using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Stores;

/// <summary>Deletes a store with its contents: secrets with their values, services with their bindings,
/// roles on it, and its entry in the limits of tokens. Refused while it has secrets or services, unless
/// forced. Services of the account keep their bindings to its secrets; they show as broken.</summary>
public sealed record DeleteStore(StoreId Store, bool Force = false) : Change<Unit>
{
    /// <summary>The maximum number of bindings that a refusal lists.</summary>
    public const int MaxDependants = 100;

    internal override Demand Demand => new(Act.DeleteStore, TargetReference.To(Store));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var store = await context.Db.Stores.FirstOrDefaultAsync(s => s.Id == Store.Value, cancel);
        if (store is null)
        {
            return StoreProblems.NotFound;
        }
        // Deleted secrets are history, not content: they don't prevent the deletion.
        var secrets = await context.Db.LiveSecrets.CountAsync(s => s.StoreId == store.Id, cancel);
        var services = await context.Db.Services.CountAsync(s => s.StoreId == store.Id, cancel);
        context.Note.About("Store", store.Id, store.Name, store.Id).Add("forced", Force).Add("secrets", secrets).Add("services", services);
        if ((secrets > 0 || services > 0) && !Force)
        {
            return Problem.Conflict(
                "store_not_empty",
                $"{store.Name} holds {Count(secrets, "secret")} and {Count(services, "service")}. "
                    + "Delete them first, or delete the store by force, which deletes them too.",
                dependants: await Dependants.OfAsync(context, BindingsOf(context).OrderBy(b => b.ServiceId).Take(MaxDependants), cancel)
            );
        }
        context.Note.Add(
            "bindings_broken",
            await BindingsOf(context).CountAsync(b => !context.Db.Services.Any(s => s.Id == b.ServiceId && s.StoreId == store.Id), cancel)
        );
        foreach (var member in await context.Db.StoreGrants.Where(g => g.StoreId == store.Id).Select(g => g.MemberId).ToListAsync(cancel))
        {
            context.AffectedMembers.Add(new MemberId(member));
        }
        context.Note.Add("tokens_narrowed", await context.Db.ApiTokenStores.CountAsync(s => s.StoreId == store.Id, cancel));
        await context.Db.Stores.Where(s => s.Id == store.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }

    private IQueryable<Storage.Binding> BindingsOf(OperationContext context) => context.Db.Bindings.Where(b => b.StoreId == Store.Value);

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";
}
