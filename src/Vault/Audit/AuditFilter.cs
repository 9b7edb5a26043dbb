using System.Linq.Expressions;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Which audit rows are wanted. Everything is optional; what is given must all hold.</summary>
/// <param name="Search">A request id or another id as a whole, or part of an actor's or target's
/// name, an address or a problem's code, in any case and in any Unicode form.</param>
/// <param name="ActorId">A member's id.</param>
/// <param name="TargetId">The id of what the act was aimed at, or of what else it concerned.</param>
/// <param name="From">At or after this time.</param>
/// <param name="To">Before this time.</param>
/// <param name="OnlyChanges">Leaves out acts that only look.</param>
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

    /// <summary>The services that the reader may know of: no other is found by its name or its id. Null for every service.</summary>
    internal IQueryable<Service>? Seen { get; init; }

    private static readonly Act?[] Looking =
    [
        Access.Act.ViewMetadata,
        Access.Act.ViewActivity,
        Access.Act.ViewMembers,
        Access.Act.ViewAudit,
        Access.Act.ListOwnBindings,
        Access.Act.Resolve,
    ];

    /// <summary>What rows are about in which somebody only looked at tokens, credentials or
    /// workload identities: the act is the same as for changing them.</summary>
    internal const string LookedAtTokens = "Tokens",
        LookedAtCredentials = "Credentials",
        LookedAtWorkloads = "WorkloadIdentities";

    /// <summary>An act that changes something, or would have; also a value that its service
    /// did not get, which whoever sees the service must hear of.</summary>
    internal static Expression<Func<AuditEntry, bool>> IsChange { get; } =
        a =>
            a.Act != null
            && a.TargetKind != LookedAtTokens
            && a.TargetKind != LookedAtCredentials
            && a.TargetKind != LookedAtWorkloads
            && (!Looking.Contains(a.Act) || (a.Act == Access.Act.Resolve && a.Result != AuditResult.Done));

    private string? Text => string.IsNullOrWhiteSpace(Search) ? null : Search.Trim();

    internal Problem? Check() =>
        Search?.Length > MaxText ? new("search_too_long", $"Search for at most {MaxText} characters.", nameof(Search))
        : ActorId?.Length > MaxText || TargetKind?.Length > MaxText || TargetId?.Length > MaxText
            ? new("filter_too_long", $"A filter has at most {MaxText} characters.")
        : From >= To ? new("time_range_empty", "The end must come after the start.", nameof(To))
        : null;

    internal IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> rows) =>
        Conditions().Aggregate(InTime(rows), (left, condition) => left.Where(condition.Holds));

    /// <summary>The rows that the narrowest index gives; what else is asked has to be looked up in each of them.</summary>
    internal IQueryable<AuditEntry> ApplyNarrowest(IQueryable<AuditEntry> rows) =>
        Conditions().FirstOrDefault(c => c.Indexed).Holds is { } narrowest ? InTime(rows).Where(narrowest) : InTime(rows);

    /// <summary>Whether one index alone gives the answer, in its order.</summary>
    internal bool IsOneIndex => Conditions().Count(c => !c.Indexed) == 0 && Conditions().Count() <= 1;

    // Every index goes on with the time.
    private IQueryable<AuditEntry> InTime(IQueryable<AuditEntry> rows)
    {
        if (From is { } from)
        {
            rows = rows.Where(a => a.At >= from);
        }
        return To is { } to ? rows.Where(a => a.At < to) : rows;
    }

    private readonly record struct Condition(Expression<Func<AuditEntry, bool>> Holds, bool Indexed);

    // The narrowest first.
    private IEnumerable<Condition> Conditions()
    {
        if (Text is { } text)
        {
            yield return TextCondition(text, Seen);
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

    private static Condition TextCondition(string text, IQueryable<Service>? seen)
    {
        if (text.All(char.IsAsciiHexDigitLower) && text.Length is 16 or 32)
        {
            return new(a => a.RequestId == text || a.TargetId == text || a.RelatedId == text || a.ActorId == text, Indexed: true);
        }
        var form = SearchForm.Of(text);
        // Addresses and codes are ASCII, so the database's own upper case is enough. A name that is
        // not shown is not found either, or it could be guessed letter by letter.
        return seen is null
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
                        && (a.ActorKind != Audit.ActorKind.Service || seen.Any(s => s.Id == a.ActorId))
                    )
                    || SearchForm.Of(a.TargetName!).Contains(form)
                    || a.Address!.ToUpper().Contains(form)
                    || a.Code!.ToUpper().Contains(form),
                Indexed: false
            );
    }
}
