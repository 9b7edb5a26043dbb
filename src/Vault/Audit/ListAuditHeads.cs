using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The newest row of every chain, to be kept outside the database and given to <see cref="VerifyAudit"/> later.</summary>
public sealed record ListAuditHeads : Reading<IReadOnlyList<AuditHead>>
{
    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);
    internal override bool ReadsAudit => true;

    internal override Task<Result<IReadOnlyList<AuditHead>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Audit", null, null).Add("heads", true);
        using var statements = StoredAudit.Of(context);
        List<AuditHead> heads = [.. AuditHeads.Newest(statements).Select(h => AuditHead.Parse($"{h.Key}:{h.Value}")).OfType<AuditHead>()];
        return Task.FromResult<Result<IReadOnlyList<AuditHead>>>(heads);
    }
}
