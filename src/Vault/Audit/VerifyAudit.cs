using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>What the verification found.</summary>
/// <param name="Rows">How many rows are as they were written, up to the first that is not.</param>
/// <param name="Chains">How many chains were entered.</param>
/// <param name="Broken">Null when no row is missing, changed or out of its place.</param>
/// <param name="Anchor">What vouches for the log's end.</param>
public sealed record AuditVerdict(long Rows, int Chains, BrokenRow? Broken, AnchorVerdict Anchor)
{
    /// <summary>Nothing is broken, and the anchor is there if it should be.</summary>
    public bool IsWhole => Broken is null && Anchor.Problem is null;
}

/// <summary>The first row that is not as it was written, or is missing.</summary>
/// <param name="Number">Its number in the chain.</param>
/// <param name="Id">Its id in the log; null when it is missing.</param>
/// <param name="What">One sentence for people.</param>
public sealed record BrokenRow(string Chain, long Number, long? Id, string What);

/// <summary>What vouches for the end of the log.</summary>
/// <param name="UpTo">The time of the newest row that the anchor vouches for; null when it vouches for none.</param>
/// <param name="Problem">Why the anchor can't be trusted although there should be one; null when that is not so.</param>
public sealed record AnchorVerdict(string Path, DateTimeOffset? UpTo, string? Problem);

/// <summary>Walks every chain of the audit log from its first row: numbers, codes, order,
/// and the heads that later chains and the anchor vouch for.</summary>
/// <param name="Expected">Heads that were kept elsewhere, beside the anchor.</param>
public sealed record VerifyAudit(IReadOnlyList<AuditHead> Expected) : Reading<AuditVerdict>
{
    internal override Demand Demand => new(Act.VerifyAudit, Aim.Account);
    internal override bool ReadsAudit => true;

    internal override Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel) =>
        Task.FromResult<Preparation?>(context.ReadAnchor());

    internal override async Task<Result<AuditVerdict>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var (connection, transaction) = StoredAudit.Of(context);
        var (key, reading) = (context.Tools.Keys.Audit, context.Preparation!.Anchor!);
        var heads = reading.Anchor?.Heads ?? [];
        var signed = SignedHeads.From(StoredRow.Starts(connection, transaction), key, Expected, heads);
        var verdict = new AuditWalk(key, signed).Go(StoredRow.InChains(connection, transaction), cancel) with
        {
            Anchor = new(
                reading.Path,
                AuditHeads.NewestTime(connection, transaction, heads),
                Problem(reading, StoredRow.Starts(connection, transaction).Any(s => s.SaysAnchored(key)))
            ),
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
        return verdict;
    }

    private static string? Problem(AnchorReading reading, bool wasThere) =>
        reading switch
        {
            { Anchor: not null } => null,
            { IsMissing: false } => $"The anchor '{reading.Path}' was not written by this installation, or was changed.",
            _ when wasThere => $"The anchor '{reading.Path}' is missing, although the log records one.",
            _ => null,
        };
}
