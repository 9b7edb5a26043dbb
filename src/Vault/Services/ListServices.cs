using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Services;

/// <summary>A filter of services. Everything is optional; all given conditions must hold.</summary>
/// <param name="Search">Part of the name, in any case.</param>
/// <param name="Kinds">A service of any of these kinds; empty means all.</param>
/// <param name="Store">Services of one store.</param>
/// <param name="OfTheAccount">Services that belong to no store.</param>
/// <param name="UnusedDays">Services that are at least this many days old and have read nothing in that time, 1 to
/// <see cref="Unused.MaxDays"/>.</param>
/// <param name="Name">Exactly this name; services of several kinds and stores may have the same one.</param>
public sealed record ServiceFilter(
    string? Search = null,
    Scopes Kinds = Scopes.None,
    StoreId? Store = null,
    bool OfTheAccount = false,
    int? UnusedDays = null,
    string? Name = null
)
{
    internal const int MaxSearch = 200;

    internal Problem? Check() =>
        Search?.Length > MaxSearch
            ? Problem.Invalid("search_too_long", $"Search for at most {MaxSearch} characters.", nameof(Search))
            : Unused.Check(UnusedDays);

    internal IQueryable<Service> Apply(IQueryable<Service> services, DateTimeOffset now)
    {
        if (Store is { } store)
        {
            services = services.Where(s => s.StoreId == store.Value);
        }
        if (Name is { } name)
        {
            services = services.Where(s => s.Name == name);
        }
        if (OfTheAccount)
        {
            services = services.Where(s => s.StoreId == null);
        }
        if (Kinds != Scopes.None)
        {
            var any = Kinds;
            services = services.Where(s => (s.Kind & any) != Scopes.None);
        }
        if (!string.IsNullOrWhiteSpace(Search))
        {
            // Names are ASCII, so SQLite's upper case is enough.
            var text = SearchForm.Of(Search.Trim());
            services = services.Where(s => s.Name.ToUpper().Contains(text));
        }
        return UnusedDays is { } days ? services.Where(Unused.Services(days, now)) : services;
    }
}

/// <summary>A service as an entry of a list. Times are UTC.</summary>
/// <param name="Store">Null if it belongs to the account.</param>
/// <param name="LastUsed">When it last read one of its values, to the minute; null: never.</param>
/// <param name="Broken">The number of its bindings that no longer work.</param>
public sealed record ServiceRow(
    ServiceId Id,
    string Name,
    Scopes Kind,
    StoreId? Store,
    string? StoreName,
    int Bindings,
    int Broken,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    DateTimeOffset? LastUsed
);

public enum ServiceOrder
{
    Name = 1,
    Kind,
    Created,
}

/// <summary>One page of the services within reach.</summary>
public sealed record ListServices(ServiceFilter Filter, PageRequest Page, ServiceOrder Order = ServiceOrder.Name, bool Descending = false)
    : Reading<Page<ServiceRow>>
{
    internal override Demand Demand =>
        new(Act.ViewMetadata, Filter.Store is { } store ? TargetReference.To(store) : TargetReference.Anywhere);

    internal override async Task<Result<Page<ServiceRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Services", null, null, Filter.Store?.Value);
        if ((Page.Check() ?? Filter.Check()) is { } problem)
        {
            return problem;
        }
        var matching = Filter.Apply(context.Db.Services, context.Now);
        var total = await matching.CountAsync(cancel);
        var rows = await Rows(context, InOrder(matching).Skip(Page.Skip).Take(Page.Size)).ToListAsync(cancel);
        return new Page<ServiceRow>(rows, total);
    }

    internal static IQueryable<ServiceRow> Rows(OperationContext context, IQueryable<Service> services) =>
        services.Select(s => new ServiceRow(
            new ServiceId(s.Id),
            s.Name,
            s.Kind,
            s.StoreId == null ? null : new StoreId(s.StoreId),
            context.Db.Stores.Where(x => x.Id == s.StoreId).Select(x => x.Name).FirstOrDefault(),
            context.Db.Bindings.Count(b => b.ServiceId == s.Id),
            context.Db.Bindings.Count(b =>
                b.ServiceId == s.Id && !context.Db.LiveSecrets.Any(x => x.Id == b.SecretId && (x.Scopes & s.Kind) != Scopes.None)
            ),
            s.Created,
            s.Modified,
            s.LastUsed
        ));

    private IOrderedQueryable<Service> InOrder(IQueryable<Service> services) =>
        (Order, Descending) switch
        {
            (ServiceOrder.Name, false) => services.OrderBy(s => s.Name).ThenBy(s => s.Id),
            (ServiceOrder.Name, true) => services.OrderByDescending(s => s.Name).ThenByDescending(s => s.Id),
            (ServiceOrder.Kind, false) => services.OrderBy(s => s.Kind).ThenBy(s => s.Name).ThenBy(s => s.Id),
            (ServiceOrder.Kind, true) => services.OrderByDescending(s => s.Kind).ThenBy(s => s.Name).ThenBy(s => s.Id),
            (ServiceOrder.Created, false) => services.OrderBy(s => s.Id), // Ids begin with the time of creation.
            (ServiceOrder.Created, true) => services.OrderByDescending(s => s.Id),
        };
}
