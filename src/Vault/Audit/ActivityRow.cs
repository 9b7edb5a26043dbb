using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>A row of an object's activity: the audit row without session and address. Times are UTC.</summary>
/// <param name="ActorName">Null, like the id of the target, for a service outside the reader's reach.</param>
/// <param name="Details">A JSON object of names and plain values, or null.</param>
public sealed record ActivityRow(
    long Id,
    DateTimeOffset At,
    ActorKind ActorKind,
    string? ActorName,
    Act Act,
    string? TargetKind,
    string? TargetId,
    string? TargetName,
    CheckResult Authorization,
    string AuthorizationReason,
    CheckResult Scope,
    string ScopeReason,
    AuditResult Result,
    string? Code,
    string RequestId,
    string? Details
)
{
    /// <summary>The number of rows of a page.</summary>
    public const int PageSize = 25;

    /// <summary>Maps audit rows; only for rows with an act.</summary>
    /// <param name="visibleServices">The services that the reader may see; null for every service.</param>
    internal static Expression<Func<AuditEntry, ActivityRow>> Of(IQueryable<Service>? visibleServices) =>
        visibleServices is null
            ? a => new ActivityRow(
                a.Id,
                a.At,
                a.ActorKind,
                a.ActorName,
                a.Act!.Value,
                a.TargetKind,
                a.TargetId,
                a.TargetName,
                a.Authorization,
                a.AuthorizationReason,
                a.Scope,
                a.ScopeReason,
                a.Result,
                a.Code,
                a.RequestId,
                a.Details
            )
            : a => new ActivityRow(
                a.Id,
                a.At,
                a.ActorKind,
                a.ActorKind != ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId) ? a.ActorName : null,
                a.Act!.Value,
                a.TargetKind,
                a.ActorKind != ActorKind.Service || visibleServices.Any(s => s.Id == a.ActorId) ? a.TargetId : null,
                a.TargetName,
                a.Authorization,
                a.AuthorizationReason,
                a.Scope,
                a.ScopeReason,
                a.Result,
                a.Code,
                a.RequestId,
                a.Details
            );

    /// <summary>The newest changes and refusals; reads are only in the audit log.</summary>
    internal static async Task<List<ActivityRow>> NewestAsync(
        IQueryable<AuditEntry> rows,
        IQueryable<Service>? visibleServices,
        long? before,
        CancellationToken cancel
    )
    {
        if (before is { } id)
        {
            var at = await rows.Where(a => a.Id == id).Select(a => a.At).FirstOrDefaultAsync(cancel);
            rows = rows.Where(a => a.At <= at && (a.At < at || a.Id < id));
        }
        return await rows.Where(AuditFilter.IsChange)
            .OrderByDescending(a => a.At)
            .ThenByDescending(a => a.Id)
            .Take(PageSize)
            .Select(Of(visibleServices))
            .ToListAsync(cancel);
    }
}
