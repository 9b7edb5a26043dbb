using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The activity of one secret, newest first: acts on it, its bindings and
/// unbindings, including refused ones. Addresses are only in the audit log.</summary>
/// <param name="Before">Null for the newest; otherwise the oldest <see cref="ActivityRow.Id"/> of the previous page.</param>
public sealed record SecretActivity(SecretId Secret, long? Before = null) : Reading<IReadOnlyList<ActivityRow>>
{
    // Nullable like the column, because a query uses it.
    internal static readonly Act?[] AtSecrets =
    [
        Act.CreateSecret,
        Act.EditSecret,
        Act.DuplicateSecret,
        Act.DeleteSecret,
        Act.Bind,
        Act.Unbind,
        Act.Associate,
        Act.Deploy,
    ];

    internal override Demand Demand => new(Act.ViewActivity, TargetReference.To(Secret));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<IReadOnlyList<ActivityRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var secret = await context.Db.Secrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        var (id, store, created) = (secret.Id, secret.StoreId, secret.Created);
        var deleted = secret.Status == SecretStatus.Deleted ? secret.Modified : DateTimeOffset.UnixEpoch;
        // A request that created or deleted several secrets has one row, which is found by its time.
        var rows = context.AuditLog;
        var own = rows.Where(a =>
            a.TargetId == id
            || a.RelatedId == id
            || (a.At == created && a.Act == Act.CreateSecret && a.StoreId == store && a.Result == AuditResult.Done)
            || (a.At == deleted && a.Act == Act.DeleteSecret && a.StoreId == store && a.Result == AuditResult.Done && a.TargetId == store)
        );
        return await BusyActivity.NewestAsync(
            own,
            Changes(rows, id, store, created, deleted),
            Refusals(rows, id),
            Consumers.VisibleServices(context),
            Before,
            cancel
        );
    }

    internal static IQueryable<AuditEntry> Changes(
        IQueryable<AuditEntry> rows,
        string secret,
        string store,
        DateTimeOffset created,
        DateTimeOffset deleted
    ) =>
        rows.Where(a =>
            a.Act != null
            && a.Act != Act.Resolve
            && AtSecrets.Contains(a.Act)
            && (
                a.TargetId + "" == secret
                || a.RelatedId + "" == secret
                || (a.At == created && a.Act == Act.CreateSecret && a.StoreId == store && a.Result == AuditResult.Done)
                || (
                    a.At == deleted
                    && a.Act == Act.DeleteSecret
                    && a.StoreId == store
                    && a.Result == AuditResult.Done
                    && a.TargetId == store
                )
            )
        );

    internal static IQueryable<AuditEntry> Refusals(IQueryable<AuditEntry> rows, string secret) =>
        rows.Where(a =>
            a.Result != AuditResult.Done
            && (a.Result == AuditResult.Refused || a.Result == AuditResult.Failed)
            && a.Act + "" == nameof(Act.Resolve)
            && a.RelatedId + "" == secret
        );
}
