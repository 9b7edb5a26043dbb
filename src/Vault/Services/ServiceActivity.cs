using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Services;

/// <summary>The activity of one service, newest first: who did what, allowed or refused. Addresses are only in the audit log.</summary>
/// <param name="Before">Null for the newest; otherwise the oldest <see cref="ActivityRow.Id"/> of the previous page.</param>
public sealed record ServiceActivity(ServiceId Service, long? Before = null) : Reading<IReadOnlyList<ActivityRow>>
{
    // Nullable like the column, because a query uses it.
    internal static readonly Act?[] AtServices =
    [
        Act.RegisterService,
        Act.RemoveService,
        Act.Bind,
        Act.Unbind,
        Act.Associate,
        Act.Deploy,
        Act.IssueCredential,
        Act.RollCredential,
        Act.RevokeCredential,
        Act.MapWorkloadIdentity,
        Act.UnmapWorkloadIdentity,
    ];

    internal override Demand Demand => new(Act.ViewActivity, TargetReference.To(Service));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<IReadOnlyList<ActivityRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var (rows, id) = (context.AuditLog, Service.Value);
        return await BusyActivity.NewestAsync(
            rows.Where(a => a.TargetId == id),
            Changes(rows, id),
            ViewUsage.Refusals(rows, id, DateTimeOffset.UnixEpoch),
            Consumers.VisibleServices(context),
            Before,
            cancel
        );
    }

    internal static IQueryable<AuditEntry> Changes(IQueryable<AuditEntry> rows, string service) =>
        rows.Where(a => a.Act != null && a.Act != Act.Resolve && AtServices.Contains(a.Act) && a.TargetId + "" == service);
}
