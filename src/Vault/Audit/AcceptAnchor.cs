using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Says that the audit log as it is now is the one to be vouched for, after a backup
/// was restored or the anchor was lost. It leaves the row; the anchor is
/// written once that is durable.</summary>
public sealed record AcceptAnchor : Change<Unit>
{
    internal override Demand Demand => new(Act.VerifyAudit, Aim.Account);
    internal override bool LeavesRights => true;

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("AuditAnchor", null, null).Add("accepted", true);
        return Task.FromResult<Result<Unit>>(Unit.Value);
    }
}
