using System.Linq.Expressions;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>A filter of audit rows. Everything is optional; all given conditions must hold.</summary>
/// <param name="Search">A whole request id or other id, or part of an actor's or target's name, an address or an error code, in any case
/// and in any Unicode form.</param>
/// <param name="ActorId">A member's id.</param>
/// <param name="TargetId">The id of the target, or of the related object.</param>
/// <param name="From">At or after this time.</param>
/// <param name="To">Before this time.</param>
/// <param name="OnlyChanges">Leaves out acts that only read.</param>
public sealed record AuditFilter(
    string? Search = null,
    ActorKind? ActorKind = null,
    string? ActorId = null,
    Act? Act = null,
    AuditResult? Result = null,
    string? TargetKind = null,
    string? TargetId = null,
    StoreId? Store = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null,
    bool OnlyChanges = false
)
{
    internal const int MaxText = 200;

    /// <summary>The services that the reader may see: no other is found by its name or id. Null for every service.</summary>
    internal IQueryable<Service>? VisibleServices { get; init; }

    private static readonly Act?[] ReadActs =
    [
        Access.Act.ViewMetadata,
        Access.Act.ViewActivity,
        Access.Act.ViewMembers,
        Access.Act.ViewAudit,
        Access.Act.ListOwnBindings,
        Access.Act.Resolve,
    ];

    /// <summary>The target kinds of rows for viewing tokens, credentials or
    /// workload identities: viewing has the same act as changing.</summary>
    internal const string ViewedTokens = "Tokens",
        ViewedCredentials = "Credentials",
        ViewedWorkloads = "WorkloadIdentities";

    /// <summary>An act that changes something, or was refused; also a refused read of a value by its service, because the people who see
    /// the service must notice it.</summary>
    internal static Expression<Func<AuditEntry, bool>> IsChange { get; } =
        a =>
            a.Act != null
            && a.TargetKind != ViewedTokens
            && a.TargetKind != ViewedCredentials
            && a.TargetKind != ViewedWorkloads
            && (!ReadActs.Contains(a.Act) || (a.Act == Access.Act.Resolve && a.Result != AuditResult.Done));

    private string? Text => string.IsNullOrWhiteSpace(Search) ? null : Search.Trim();

    internal Problem? Check() =>
        Search?.Length > MaxText ? Problem.Invalid("search_too_long", $"Search for at most {MaxText} characters.", nameof(Search))
        : ActorId?.Length > MaxText || TargetKind?.Length > MaxText || TargetId?.Length > MaxText
            ? Problem.Invalid("filter_too_long", $"A filter has at most {MaxText} characters.")
        : From >= To ? Problem.Invalid("time_range_empty", "The end must come after the start.", nameof(To))
        : null;

    internal IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> rows) =>
        Conditions().Aggregate(InTime(rows), (left, condition) => left.Where(condition.Predicate));

    /// <summary>The rows that match the most selective index; the other conditions must be checked for each of them.</summary>
    internal IQueryable<AuditEntry> ApplyNarrowest(IQueryable<AuditEntry> rows) =>
        Conditions().FirstOrDefault(c => c.Indexed).Predicate is { } narrowest ? InTime(rows).Where(narrowest) : InTime(rows);

    /// <summary>Whether a single index answers the filter, in its order.</summary>
    internal bool IsOneIndex => Conditions().Count(c => !c.Indexed) == 0 && Conditions().Count() <= 1;

    // In every index, the next column is the time.
    private IQueryable<AuditEntry> InTime(IQueryable<AuditEntry> rows)
    {
        if (From is { } from)
        {
            rows = rows.Where(a => a.At >= from);
        }
        return To is { } to ? rows.Where(a => a.At < to) : rows;
    }

    private readonly record struct Condition(Expression<Func<AuditEntry, bool>> Predicate, bool Indexed);

    // The most selective first.
    private IEnumerable<Condition> Conditions()
    {
        if (Text is { } text)
        {
            yield return TextCondition(text, VisibleServices);
        }
        if (TargetId is { Length: > 0 } target)
        {
            yield return new(a => a.TargetId == target || a.RelatedId == target, Indexed: true);
        }
        if (Result is { } result)
        {
            yield return result == AuditResult.Done
                ? new(a => a.Result == result, Indexed: false)
                : new(a => a.Result != AuditResult.Done && a.Result == result, Indexed: true);
        }
        if (Act is { } act)
        {
            yield return act == Access.Act.Resolve
                ? new(a => a.Act == act, Indexed: false)
                : new(a => a.Act != null && a.Act != Access.Act.Resolve && a.Act == act, Indexed: true);
        }
        if (ActorId is { Length: > 0 } actor)
        {
            yield return new(a => a.ActorId == actor, Indexed: true);
        }
        if (Store is { } store)
        {
            yield return new(a => a.StoreId == store.Value, Indexed: true);
        }
        foreach (var condition in Unindexed())
        {
            yield return new(condition, Indexed: false);
        }
    }

    private IEnumerable<Expression<Func<AuditEntry, bool>>> Unindexed()
    {
        if (ActorKind is { } actorKind)
        {
            yield return a => a.ActorKind == actorKind;
        }
        if (TargetKind is { Length: > 0 } kind)
        {
            yield return a => a.TargetKind == kind;
        }
        if (OnlyChanges)
        {
            yield return IsChange;
        }
    }

    private static Condition TextCondition(string text, IQueryable<Service>? visibleServices)
    {
        if (text.All(char.IsAsciiHexDigitLower) && text.Length is 16 or 32)
        {
            return new(a => a.RequestId == text || a.TargetId == text || a.RelatedId == text || a.ActorId == text, Indexed: true);
        }
        var form = SearchForm.Of(text);
        // Addresses and codes are ASCII, so SQLite's upper case is enough. A name that
        // is not shown must not match either, or it could be guessed letter by letter.
        return visibleServices is null
            ? new(
                a =>
                    SearchForm.Of(a.ActorName!).Contains(form)
                    || SearchForm.Of(a.TargetName!).Contains(form)
                    || a.Address!.ToUpper().Contains(form)
                    || a.Code!.ToUpper().Contains(form),
                Indexed: false
            )
            : new(
                a =>
                    (
                        SearchForm.Of(a.ActorName!).Contains(form)
                        && (a.ActorKind != Audit.ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId))
                    )
                    || SearchForm.Of(a.TargetName!).Contains(form)
                    || a.Address!.ToUpper().Contains(form)
                    || a.Code!.ToUpper().Contains(form),
                Indexed: false
            );
    }
}
