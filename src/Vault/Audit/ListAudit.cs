using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>One page of the audit log, newest first.</summary>
/// <param name="Older">To be given as <c>Before</c> for the next page; null when there is none.</param>
/// <param name="Newer">To be given as <c>After</c> for the page above; null when this one begins with the newest.</param>
/// <param name="IsCutShort">The search stopped after <see cref="ListAudit.MaxRowsRead"/> rows; it
/// goes on from <paramref name="Older"/> (or <paramref name="Newer"/>).</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, AuditCursor? Older, AuditCursor? Newer, bool IsCutShort);

/// <summary>Reads the audit log within reach, newest first.</summary>
/// <param name="Before">Rows older than this position.</param>
/// <param name="After">Rows newer than this position; not together with <paramref name="Before"/>.</param>
/// <param name="Size">1 to 100 rows.</param>
public sealed record ListAudit(AuditFilter Filter, AuditCursor? Before = null, AuditCursor? After = null, int Size = 50)
    : Reading<AuditPage>
{
    /// <summary>The rows that one ask looks at where no index answers it alone.</summary>
    public const int MaxRowsRead = AuditScan.MaxRows;

    internal override Demand Demand => new(Act.ViewAudit, Filter.Store is { } store ? Aim.At(store) : Aim.Anywhere);
    internal override bool ReadsAudit => true;

    internal override async Task<Result<AuditPage>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Audit", null, null, Filter.Store?.Value);
        if ((new PageRequest(1, Size).Check() ?? Filter.Check()) is { } problem)
        {
            return problem;
        }
        var filter = Filter with { Seen = Consumers.Seen(context) };
        return After is { } after ? await NewerAsync(context, filter, after, cancel) : await OlderAsync(context, filter, cancel);
    }

    private async Task<AuditPage> OlderAsync(OperationContext context, AuditFilter filter, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(context.AuditLog, filter, newestFirst: true).TakeAsync(Before, Size + 1, cancel);
        var more = found.Count > Size;
        var shown = found.Take(Size).ToList();
        // Above an empty page, its own beginning is where the newer rows start.
        AuditCursor? newer =
            Before is not { } before ? null
            : shown.Count > 0 ? shown[0].Cursor
            : before with { Id = before.Id - 1 };
        return new(shown, more ? shown[^1].Cursor : stoppedAt, newer, !more && stoppedAt is not null);
    }

    private async Task<AuditPage> NewerAsync(OperationContext context, AuditFilter filter, AuditCursor after, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(context.AuditLog, filter, newestFirst: false).TakeAsync(after, Size + 1, cancel);
        var more = found.Count > Size;
        var shown = found.Take(Size).Reverse().ToList();
        return new(
            shown,
            shown.Count > 0 ? shown[^1].Cursor : after with { Id = after.Id + 1 },
            more ? shown[0].Cursor : stoppedAt,
            !more && stoppedAt is not null
        );
    }
}
