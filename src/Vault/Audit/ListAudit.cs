using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>One page of the audit log, newest first.</summary>
/// <param name="Older">The <c>Before</c> of the next page; null if there is none.</param>
/// <param name="Newer">The <c>After</c> of the previous page; null if this page begins with the newest row.</param>
/// <param name="IsTruncated">The search stopped after <see cref="ListAudit.MaxRowsRead"/> rows; it continues from <paramref name="Older"/>
/// (or <paramref name="Newer"/>).</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, AuditCursor? Older, AuditCursor? Newer, bool IsTruncated);

/// <summary>Reads the audit log within reach, newest first.</summary>
/// <param name="Before">Rows older than this position.</param>
/// <param name="After">Rows newer than this position; not together with <paramref name="Before"/>.</param>
/// <param name="Size">1 to 100 rows.</param>
public sealed record ListAudit(AuditFilter Filter, AuditCursor? Before = null, AuditCursor? After = null, int Size = 50)
    : Reading<AuditPage>
{
    /// <summary>The maximum number of rows that one request scans if no single index answers it.</summary>
    public const int MaxRowsRead = AuditScan.MaxRows;

    internal override Demand Demand => new(Act.ViewAudit, Filter.Store is { } store ? TargetReference.To(store) : TargetReference.Anywhere);
    internal override bool ReadsAudit => true;

    internal override async Task<Result<AuditPage>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Audit", null, null, Filter.Store?.Value);
        if ((new PageRequest(1, Size).Check() ?? Filter.Check()) is { } problem)
        {
            return problem;
        }
        var filter = Filter with { VisibleServices = Consumers.VisibleServices(context) };
        return After is { } after ? await NewerAsync(context, filter, after, cancel) : await OlderAsync(context, filter, cancel);
    }

    private async Task<AuditPage> OlderAsync(OperationContext context, AuditFilter filter, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(context.AuditLog, filter, newestFirst: true).ReadAsync(Before, Size + 1, cancel);
        var more = found.Count > Size;
        var shown = found.Take(Size).ToList();
        // If the page is empty, newer rows start at the position that it was requested with.
        AuditCursor? newer =
            Before is not { } before ? null
            : shown.Count > 0 ? shown[0].Cursor
            : before with { Id = before.Id - 1 };
        return new(shown, more ? shown[^1].Cursor : stoppedAt, newer, !more && stoppedAt is not null);
    }

    private async Task<AuditPage> NewerAsync(OperationContext context, AuditFilter filter, AuditCursor after, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(context.AuditLog, filter, newestFirst: false).ReadAsync(after, Size + 1, cancel);
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
