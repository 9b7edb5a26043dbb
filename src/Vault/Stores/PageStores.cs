using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Stores;

/// <summary>A store as API clients see it. Times are UTC.</summary>
public sealed record StoreMetadata(StoreId Id, string Name, DateTimeOffset Created, DateTimeOffset Modified)
{
    internal static Expression<Func<Store, StoreMetadata>> Of { get; } =
        s => new StoreMetadata(new StoreId(s.Id), s.Name, s.Created, s.Modified);
}

public enum StoreOrder
{
    Name = 1,
    Created,
    Modified,
}

/// <summary>One page of the stores within reach.</summary>
/// <param name="Name">Only the store with exactly this name; null: all.</param>
public sealed record PageStores(PageRequest Page, StoreOrder Order = StoreOrder.Name, bool Descending = false, string? Name = null)
    : Reading<Page<StoreMetadata>>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override int? CachedRows(Page<StoreMetadata> answer) => answer.Items.Count;

    internal override async Task<Result<Page<StoreMetadata>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Stores", null, null);
        if (Page.Check() is { } problem)
        {
            return problem;
        }
        var matching = Name is null ? context.Db.Stores : context.Db.Stores.Where(s => s.Name == Name);
        var total = await matching.CountAsync(cancel);
        var rows = await InOrder(matching).Skip(Page.Skip).Take(Page.Size).Select(StoreMetadata.Of).ToListAsync(cancel);
        return new Page<StoreMetadata>(rows, total);
    }

    private IOrderedQueryable<Store> InOrder(IQueryable<Store> stores) =>
        Order switch
        {
            StoreOrder.Name => By(stores, s => s.Name),
            StoreOrder.Created => By(stores, s => s.Id), // Ids begin with the time of creation.
            StoreOrder.Modified => By(stores, s => s.Modified),
        };

    private IOrderedQueryable<Store> By<TKey>(IQueryable<Store> stores, Expression<Func<Store, TKey>> key) =>
        Descending ? stores.OrderByDescending(key).ThenByDescending(s => s.Id) : stores.OrderBy(key).ThenBy(s => s.Id);
}
