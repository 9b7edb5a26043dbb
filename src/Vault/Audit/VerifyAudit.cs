using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The result of the verification.</summary>
/// <param name="Rows">The number of rows that are as they were written, up to the first that is not.</param>
/// <param name="Chains">The number of chains that were visited.</param>
/// <param name="Broken">Null if no row is missing, changed or out of its place.</param>
/// <param name="Anchor">The result for the log's end.</param>
public sealed record AuditVerdict(long Rows, int Chains, BrokenRow? Broken, AnchorVerdict Anchor)
{
    /// <summary>The result for the rows on which decisions and values rest.</summary>
    public SealVerdict Seals { get; init; } = new([], []);

    /// <summary>No row is broken or forged, no secret is older than the log says, and the anchor is valid if there should be one.</summary>
    public bool IsWhole => Broken is null && Anchor.Problem is null && Seals.IsWhole;
}

/// <summary>The first row that is missing, or not as it was written.</summary>
/// <param name="Number">Its number in the chain.</param>
/// <param name="Id">Its id in the log; null if it is missing.</param>
/// <param name="What">The problem, as one sentence for people.</param>
public sealed record BrokenRow(string Chain, long Number, long? Id, string What);

/// <summary>Whether an anchor covers the end of the log.</summary>
/// <param name="UpTo">The time of the newest row that the anchor covers; null if it covers none.</param>
/// <param name="Problem">Why the anchor can't be trusted although there should be one; null if there is no problem.</param>
public sealed record AnchorVerdict(string Path, DateTimeOffset? UpTo, string? Problem);

/// <summary>Verifies every chain of the audit log from its first row: numbers, MACs,
/// order, and the heads that later chains and the anchor have signed. Checks the seals of all rows, too.</summary>
/// <param name="Expected">Heads that were kept elsewhere, in addition to the anchor.</param>
public sealed record VerifyAudit(IReadOnlyList<AuditHead> Expected) : Reading<AuditVerdict>
{
    internal override Demand Demand => new(Act.VerifyAudit, TargetReference.Account);
    internal override bool ReadsAudit => true;

    internal override Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel) =>
        Task.FromResult<Preparation?>(context.ReadAnchor());

    internal override async Task<Result<AuditVerdict>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        using var statements = StoredAudit.Of(context);
        var (keys, reading) = (context.Tools.Keys.Audit, context.Preparation!.Anchor!);
        var heads = reading.Anchor?.Heads ?? [];
        var signed = SignedHeads.From(StoredRow.Starts(statements), keys, Expected, heads);
        var verdict = new AuditWalk(keys, signed).Go(StoredRow.InChains(statements), cancel) with
        {
            Anchor = new(
                reading.Path,
                AuditHeads.NewestTime(statements, heads),
                Problem(reading, StoredRow.Starts(statements).Any(s => s.RecordsAnchor(keys)))
            ),
            Seals = StoredSeals.Check(context, statements, cancel),
        };
        if (verdict is { Rows: 0, Broken: null } && await context.Db.SetupMarks.AnyAsync(cancel))
        {
            verdict = verdict with
            {
                Broken = new("", 1, null, "The log is empty, although the account was set up: its rows were removed."),
            };
        }
        context.Note.About("Audit", null, null).Add("rows", verdict.Rows).Add("chains", verdict.Chains).Add("whole", verdict.IsWhole);
        if (verdict.Broken is { } broken)
        {
            context.Note.Add("broken_chain", broken.Chain).Add("broken_number", broken.Number);
        }
        if (!verdict.Seals.IsWhole)
        {
            context.Note.Add("forged_rows", verdict.Seals.Forged.Count).Add("older_secrets", verdict.Seals.Older.Count);
            context.Note.Add("foreign_objects", verdict.Seals.Foreign.Count);
        }
        return verdict;
    }

    private static string? Problem(AnchorReading reading, bool hadAnchor) =>
        reading switch
        {
            { Anchor: not null } => null,
            { IsMissing: false } => $"The anchor '{reading.Path}' was not written by this installation, or was changed.",
            _ when hadAnchor => $"The anchor '{reading.Path}' is missing, although the log records one.",
            _ => null,
        };
}
