using System.Linq.Expressions;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>A row of the audit log. Times are UTC.</summary>
/// <param name="Id">The position in the log; a newer row has a greater one.</param>
/// <param name="ActorId">Null, like the name and the id of the target, for a service outside the reader's reach.</param>
/// <param name="Act">Null for the row with which the program starts a chain.</param>
/// <param name="RelatedId">The id of another object that the row concerns: the secret of a binding, the source of a duplicate.</param>
/// <param name="Details">A JSON object of names and plain values, or null.</param>
/// <param name="Chain">The chain that the row belongs to; <c>Number</c> is its number there.</param>
/// <param name="Mac">The MAC of the row, as lowercase hex.</param>
public sealed record AuditRow(
    long Id,
    DateTimeOffset At,
    ActorKind ActorKind,
    string? ActorId,
    string? ActorName,
    string? Session,
    string? Address,
    Act? Act,
    string? TargetKind,
    string? TargetId,
    string? TargetName,
    string? RelatedId,
    string? StoreId,
    CheckResult Authorization,
    string AuthorizationReason,
    CheckResult Scope,
    string ScopeReason,
    AuditResult Result,
    string? Code,
    string RequestId,
    string? Details,
    string Chain,
    long Number,
    string Mac
)
{
    public AuditCursor Cursor => new(At, Id);

    /// <param name="visibleServices">The services that the reader may see; null for every service.</param>
    internal static Expression<Func<AuditEntry, AuditRow>> From(IQueryable<Service>? visibleServices) =>
        visibleServices is null
            ? a => new AuditRow(
                a.Id,
                a.At,
                a.ActorKind,
                a.ActorId,
                a.ActorName,
                a.SessionId,
                a.Address,
                a.Act,
                a.TargetKind,
                a.TargetId,
                a.TargetName,
                a.RelatedId,
                a.StoreId,
                a.Authorization,
                a.AuthorizationReason,
                a.Scope,
                a.ScopeReason,
                a.Result,
                a.Code,
                a.RequestId,
                a.Details,
                a.Chain,
                a.Number,
                Convert.ToHexStringLower(a.Mac)
            )
            : a => new AuditRow(
                a.Id,
                a.At,
                a.ActorKind,
                a.ActorKind != ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId) ? a.ActorId : null,
                a.ActorKind != ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId) ? a.ActorName : null,
                a.SessionId,
                a.Address,
                a.Act,
                a.TargetKind,
                a.ActorKind != ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId) ? a.TargetId : null,
                a.TargetName,
                a.RelatedId,
                a.StoreId,
                a.Authorization,
                a.AuthorizationReason,
                a.Scope,
                a.ScopeReason,
                a.Result,
                a.Code,
                a.RequestId,
                a.Details,
                a.Chain,
                a.Number,
                Convert.ToHexStringLower(a.Mac)
            );
}
