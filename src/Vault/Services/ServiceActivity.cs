using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Services;

/// <summary>What happened with one service, newest first: who did what, allowed or refused. No addresses; those stand in the audit log.</summary>
/// <param name="Before">Null for the newest; otherwise the last page's oldest <see cref="ActivityRow.Id"/>.</param>
public sealed record ServiceActivity(ServiceId Service, long? Before = null) : Reading<IReadOnlyList<ActivityRow>>
{
    /// <summary>So many of a service's rows are gone through without a thought.</summary>
    internal const int Few = 5_000;

    // Nullable, as the column is: it stands in a query.
    internal static readonly Act?[] AtServices =
    [
        Act.RegisterService, Act.RemoveService, Act.Bind, Act.Unbind, Act.Associate, Act.Deploy, Act.IssueCredential, Act.RollCredential, Act.RevokeCredential,
        Act.MapWorkloadIdentity, Act.UnmapWorkloadIdentity,
    ];

    internal override Demand Demand => new(Act.ViewActivity, Aim.At(Service));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<IReadOnlyList<ActivityRow>>> RunAsync(Session session, CancellationToken cancel)
    {
        var (all, own) = (session.AuditLog, session.AuditLog.Where(a => a.TargetId == Service.Value));
        if (!await own.Select(a => a.Id).Skip(Few).AnyAsync(cancel))
        {
            return await ActivityRow.NewestAsync(own, Before, cancel);
        }
        var at = Before is { } id ? await own.Where(a => a.Id == id).Select(a => a.At).FirstOrDefaultAsync(cancel) : (DateTimeOffset?)null;
        IQueryable<AuditEntry> Older(IQueryable<AuditEntry> rows) => at is null ? rows : rows.Where(a => a.At <= at && (a.At < at || a.Id < Before));
        var changes = await ActivityRow.NewestAsync(Older(Changes(all, Service.Value)), null, cancel);
        var refusals = await ActivityRow.NewestAsync(Older(ViewUsage.Refusals(all, Service.Value, DateTimeOffset.UnixEpoch)), null, cancel);
        return changes.Concat(refusals).OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(ActivityRow.PageSize).ToList();
    }

    // Of a service that is read much, nearly all rows are reads. What was changed is looked for among what was changed of any service, which people did and is
    // little; the empty text keeps SQLite from the index that looks better. The same goes for what was refused.
    internal static IQueryable<AuditEntry> Changes(IQueryable<AuditEntry> rows, string service) =>
        rows.Where(a => a.Act != null && a.Act != Act.Resolve && AtServices.Contains(a.Act) && a.TargetId + "" == service);
}
