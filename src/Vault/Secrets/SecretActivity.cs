using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>What happened to one secret, newest first: acts on it, binds and unbinds of it, refused tries included. No addresses; those stand in the audit log.</summary>
/// <param name="Before">Null for the newest; otherwise the last page's oldest <see cref="ActivityRow.Id"/>.</param>
public sealed record SecretActivity(SecretId Secret, long? Before = null) : Reading<IReadOnlyList<ActivityRow>>
{
    internal override Demand Demand => new(Act.ViewActivity, Aim.At(Secret));
    internal override bool ReadsAudit => true;

    internal override async Task<Result<IReadOnlyList<ActivityRow>>> RunAsync(Session session, CancellationToken cancel)
    {
        var secret = await session.Db.Secrets.FirstOrDefaultAsync(s => s.Id == Secret.Value, cancel);
        if (secret is null)
        {
            return SecretProblems.NotFound;
        }
        var (id, store, created) = (secret.Id, secret.StoreId, secret.Created);
        var deleted = secret.Status == SecretStatus.Deleted ? secret.Modified : DateTimeOffset.UnixEpoch;
        // One ask that created or deleted several secrets is one row, found by its moment.
        return await ActivityRow.NewestAsync(session.AuditLog.Where(a => a.TargetId == id || a.RelatedId == id
            || (a.At == created && a.Act == Act.CreateSecret && a.StoreId == store && a.Result == AuditResult.Done)
            || (a.At == deleted && a.Act == Act.DeleteSecret && a.StoreId == store && a.Result == AuditResult.Done && a.TargetId == store)), Before, cancel);
    }
}
