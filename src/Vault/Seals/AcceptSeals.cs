using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Seals;

/// <summary>Accepts every row as it is, after a backup from before rows had seals was restored, or rows were changed by hand on purpose.
/// The operation only writes the audit row; the rows are sealed once it is durable.</summary>
public sealed record AcceptSeals : Change<Unit>
{
    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Seals", null, null).Add("accepted", true);
        return Task.FromResult<Result<Unit>>(Unit.Value);
    }
}
