using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Accepts the current audit log as the one that the anchor covers, after a backup was restored or the anchor was lost. The
/// operation only writes the audit row; the anchor is written once the row is durable.</summary>
public sealed record AcceptAnchor : Change<Unit>
{
    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("AuditAnchor", null, null).Add("accepted", true);
        return Task.FromResult<Result<Unit>>(Unit.Value);
    }
}
