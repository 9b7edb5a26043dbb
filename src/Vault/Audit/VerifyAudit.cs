using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>What the verification found.</summary>
/// <param name="Rows">How many rows are as they were written, up to the first that is not.</param>
/// <param name="Chains">How many chains were entered.</param>
/// <param name="Broken">Null when all is whole.</param>
public sealed record AuditVerdict(long Rows, int Chains, BrokenRow? Broken);

/// <summary>The first row that is not as it was written, or is missing.</summary>
/// <param name="Number">Its number in the chain.</param>
/// <param name="Id">Its id in the log; null when it is missing.</param>
/// <param name="What">One sentence for people.</param>
public sealed record BrokenRow(string Chain, long Number, long? Id, string What);

/// <summary>Walks every chain of the audit log from its first row: numbers, codes, and the heads that later chains have signed.</summary>
/// <param name="Expected">Heads that were kept outside the database: without one, a cut end of the newest chain can't be seen.</param>
public sealed record VerifyAudit(IReadOnlyList<AuditHead> Expected) : Reading<AuditVerdict>
{
    internal override Demand Demand => new(Act.VerifyAudit, Aim.Account);
    internal override bool ReadsAudit => true;

    internal override Task<Result<AuditVerdict>> RunAsync(Session session, CancellationToken cancel)
    {
        var (connection, transaction) = StoredAudit.Of(session);
        var key = session.Tools.Keys.Audit;
        var signed = SignedHeads.From(StoredRow.Starts(connection, transaction), key, Expected);
        var verdict = new AuditWalk(key, signed).Go(StoredRow.InChains(connection, transaction), cancel);
        session.Note.About("Audit", null, null).Say("rows", verdict.Rows).Say("chains", verdict.Chains).Say("whole", verdict.Broken is null);
        if (verdict.Broken is { } broken)
        {
            session.Note.Say("broken_chain", broken.Chain).Say("broken_number", broken.Number);
        }
        return Task.FromResult<Result<AuditVerdict>>(verdict);
    }
}
