using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Stores;

/// <summary>Reads one store without its contents.</summary>
public sealed record FindStore(StoreId Store) : Reading<StoreMetadata>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Store));

    internal override int? CachedRows(StoreMetadata answer) => 1;

    internal override async Task<Result<StoreMetadata>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var store = await context.Db.Stores.Where(s => s.Id == Store.Value).Select(StoreMetadata.Of).FirstOrDefaultAsync(cancel);
        if (store is null)
        {
            return StoreProblems.NotFound;
        }
        context.Note.About("Store", store.Id.Value, store.Name, store.Id.Value);
        return store;
    }
}
