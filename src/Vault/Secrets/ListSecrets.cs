using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Secrets;

public enum SecretOrder
{
    Name = 1,
    Comment,
    Created,
    Modified,
    Status,
}

/// <summary>A filter of secrets. Everything is optional; all given conditions must hold.</summary>
/// <param name="Search">Part of the name or of the description, in any case and in any Unicode form.</param>
/// <param name="Scopes">A secret with any of these scopes.</param>
/// <param name="Status">Null: all except the deleted ones.</param>
/// <param name="UnusedDays">Secrets that are at least this many days old and that no service has used in that time, 1 to
/// <see cref="Unused.MaxDays"/>.</param>
/// <param name="Name">Exactly this name.</param>
/// <param name="Owner">Exactly this owner, in any case and in any Unicode form; empty: no owner.</param>
public sealed record SecretFilter(
    string? Search = null,
    StoreId? Store = null,
    Scopes Scopes = Scopes.None,
    SecretStatus? Status = null,
    int? UnusedDays = null,
    string? Name = null,
    string? Owner = null
)
{
    internal const int MaxSearch = 200;

    internal Problem? Check() =>
        Search?.Length > MaxSearch
            ? Problem.Invalid("search_too_long", $"Search for at most {MaxSearch} characters.", nameof(Search))
            : Unused.Check(UnusedDays);

    internal IQueryable<Secret> Apply(IQueryable<Secret> secrets, DateTimeOffset now)
    {
        secrets = Status is { } status ? secrets.Where(s => s.Status == status) : secrets.Where(LiveSecret.Query);
        if (Store is { } store)
        {
            secrets = secrets.Where(s => s.StoreId == store.Value);
        }
        if (Name is { } name)
        {
            secrets = secrets.Where(s => s.Name == name);
        }
        if (Owner is { } owner)
        {
            // The search text is part of the lists' indexes: a row whose search text has no such owner is not looked up.
            var form = SearchForm.Of(owner.Trim());
            secrets = secrets.Where(s => s.SearchText.Contains(form) && SearchForm.Of(s.Owner) == form);
        }
        if (Scopes != Scopes.None)
        {
            var any = Scopes;
            secrets = secrets.Where(s => (s.Scopes & any) != Scopes.None);
        }
        if (!string.IsNullOrWhiteSpace(Search))
        {
            var text = SearchForm.Of(Search.Trim());
            secrets = secrets.Where(s => s.SearchText.Contains(text));
        }
        return UnusedDays is { } days ? secrets.Where(Unused.Secrets(days, now)) : secrets;
    }
}

/// <summary>A secret as an entry of a list, without the value. Times are UTC.</summary>
/// <param name="LastUsed">When a service last read it, to the minute; null: never.</param>
/// <param name="LastUsedBy">That service; it may have been removed. Null also if it is outside the caller's reach.</param>
/// <param name="LastUsedByName">Its name, if the caller may view the service and it still exists.</param>
public sealed record SecretRow(
    SecretId Id,
    StoreId Store,
    string StoreName,
    string Name,
    SecretDescription Description,
    Scopes Scopes,
    SecretStatus Status,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    int Bindings,
    DateTimeOffset? LastUsed,
    ServiceId? LastUsedBy,
    string? LastUsedByName
);

/// <summary>One page of the secrets within reach.</summary>
public sealed record ListSecrets(SecretFilter Filter, PageRequest Page, SecretOrder Order = SecretOrder.Name, bool Descending = false)
    : Reading<Page<SecretRow>>
{
    internal override Demand Demand =>
        new(Act.ViewMetadata, Filter.Store is { } store ? TargetReference.To(store) : TargetReference.Anywhere);

    internal override bool ShowsUse => true;

    // The result of this filter depends on the clock, so it is not cached.
    internal override int? CachedRows(Page<SecretRow> answer) => Filter.UnusedDays is null ? answer.Items.Count : null;

    internal override async Task<Result<Page<SecretRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Secrets", null, null, Filter.Store?.Value);
        if ((Page.Check() ?? Filter.Check()) is { } problem)
        {
            return problem;
        }
        var matching = Filter.Apply(context.Db.Secrets, context.Now);
        var total = await matching.CountAsync(cancel);
        var rows = await Rows(context, InOrder(matching).Skip(Page.Skip).Take(Page.Size)).ToListAsync(cancel);
        return new Page<SecretRow>(rows, total);
    }

    internal static IQueryable<SecretRow> Rows(OperationContext context, IQueryable<Secret> secrets)
    {
        var seesAll = Consumers.SeesAccount(context);
        return secrets.Select(s => new SecretRow(
            new SecretId(s.Id),
            new StoreId(s.StoreId),
            context.Db.Stores.First(x => x.Id == s.StoreId).Name,
            s.Name,
            new SecretDescription { Comment = s.Comment, Owner = s.Owner },
            s.Scopes,
            s.Status,
            s.Created,
            s.Modified,
            context.Db.Bindings.Count(b => b.SecretId == s.Id),
            s.LastUsed,
            s.LastUsedBy != null && (seesAll || context.Db.Services.Any(x => x.Id == s.LastUsedBy)) ? new ServiceId(s.LastUsedBy) : null,
            context.Db.Services.Where(x => x.Id == s.LastUsedBy).Select(x => x.Name).FirstOrDefault()
        ));
    }

    internal IOrderedQueryable<Secret> InOrder(IQueryable<Secret> secrets) =>
        Order switch
        {
            SecretOrder.Name => By(secrets, s => s.Name),
            SecretOrder.Comment => By(secrets, s => s.Comment),
            SecretOrder.Created => By(secrets, s => s.Id), // Ids begin with the time of creation.
            SecretOrder.Modified => By(secrets, s => s.Modified),
            SecretOrder.Status => By(secrets, s => s.Status),
        };

    private IOrderedQueryable<Secret> By<TKey>(IQueryable<Secret> secrets, Expression<Func<Secret, TKey>> key) =>
        Descending ? secrets.OrderByDescending(key).ThenByDescending(s => s.Id) : secrets.OrderBy(key).ThenBy(s => s.Id);
}
