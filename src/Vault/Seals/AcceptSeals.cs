using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Seals;

/// <summary>All rows are sealed now.</summary>
/// <param name="Rows">Those whose seals were wrong.</param>
public sealed record AcceptedSeals(IReadOnlyList<ForgedRow> Rows);

/// <summary>Seals every row as it is, after a backup from before rows had seals was restored, or rows were changed by hand on
/// purpose.</summary>
public sealed record AcceptSeals : Change<AcceptedSeals>
{
    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);

    internal override Task<Result<AcceptedSeals>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var accepted = StoredSeals.AcceptAll(context, cancel);
        context.Note.About("Seals", null, null).Add("accepted", accepted.Count);
        if (accepted.Count > 0)
        {
            context.Note.Add("rows", UploadFacts.List(accepted.Select(r => r.ToString())));
        }
        return Task.FromResult<Result<AcceptedSeals>>(new AcceptedSeals(accepted));
    }
}
