using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Stores;

/// <summary>A store as an entry of a list. Times are UTC.</summary>
public sealed record StoreRow(StoreId Id, string Name, int Secrets, DateTimeOffset Created, DateTimeOffset Modified);

/// <summary>All stores within reach, by name.</summary>
public sealed record ListStores : Reading<IReadOnlyList<StoreRow>>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override async Task<Result<IReadOnlyList<StoreRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Stores", null, null);
        return await context
            .Db.Stores.OrderBy(s => s.Name)
            .Select(s => new StoreRow(
                new StoreId(s.Id),
                s.Name,
                context.Db.LiveSecrets.Count(x => x.StoreId == s.Id),
                s.Created,
                s.Modified
            ))
            .ToListAsync(cancel);
    }
}
