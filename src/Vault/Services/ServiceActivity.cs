using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Services;

/// <summary>What happened with one service, newest first: who did what, allowed or refused. No addresses; those stand in the audit log.</summary>
/// <param name="Before">Null for the newest; otherwise the last page's oldest <see cref="ActivityRow.Id"/>.</param>
public sealed record ServiceActivity(ServiceId Service, long? Before = null) : Reading<IReadOnlyList<ActivityRow>>
{
    internal override Demand Demand => new(Act.ViewActivity, Aim.At(Service));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<IReadOnlyList<ActivityRow>>> RunAsync(Session session, CancellationToken cancel) =>
        await ActivityRow.NewestAsync(session.AuditLog.Where(a => a.TargetId == Service.Value), Before, cancel);
}
