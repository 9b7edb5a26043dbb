using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Stores;

/// <summary>Deletes a store with all that lies in it: secrets with their values, services with their bindings, roles held on it, and its
/// place among the stores of limited tokens. Refused while
/// anything lives in it, unless forced. Services of the account that had bound its secrets keep those bindings; they show as broken.</summary>
public sealed record DeleteStore(StoreId Store, bool Force = false) : Change<Unit>
{
    /// <summary>The most bindings that a refusal lists.</summary>
    public const int MostDependants = 100;

    internal override Demand Demand => new(Act.DeleteStore, Aim.At(Store));

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        var store = await session.Db.Stores.FirstOrDefaultAsync(s => s.Id == Store.Value, cancel);
        if (store is null)
        {
            return StoreProblems.NotFound;
        }
        // Deleted secrets are history, not content: they don't keep a store alive.
        var secrets = await session.Db.Secrets.CountAsync(s => s.StoreId == store.Id && s.Status != SecretStatus.Deleted, cancel);
        var services = await session.Db.Services.CountAsync(s => s.StoreId == store.Id, cancel);
        session.Note.About("Store", store.Id, store.Name, store.Id).Say("forced", Force).Say("secrets", secrets).Say("services", services);
        if ((secrets > 0 || services > 0) && !Force)
        {
            return new Problem("store_not_empty", $"{store.Name} holds {Count(secrets, "secret")} and {Count(services, "service")}. Delete them first, or delete the store by force: then all of it goes with it.",
                Dependants: await Dependants.OfAsync(session, BindingsOf(session).OrderBy(b => b.ServiceId).Take(MostDependants), cancel));
        }
        session.Note.Say("bindings_broken", await BindingsOf(session).CountAsync(b => !session.Db.Services.Any(s => s.Id == b.ServiceId && s.StoreId == store.Id), cancel));
        foreach (var member in await session.Db.StoreGrants.Where(g => g.StoreId == store.Id).Select(g => g.MemberId).ToListAsync(cancel))
        {
            session.TouchedMembers.Add(new MemberId(member));
        }
        session.Note.Say("tokens_narrowed", await session.Db.ApiTokenStores.CountAsync(s => s.StoreId == store.Id, cancel));
        await session.Db.Stores.Where(s => s.Id == store.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }

    private IQueryable<Database.Binding> BindingsOf(Session session) => session.Db.Bindings.Where(b => b.StoreId == Store.Value);

    private static string Count(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count:N0} {thing}s";
}
