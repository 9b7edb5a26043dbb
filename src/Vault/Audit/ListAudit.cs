using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>One page of the audit log, newest first.</summary>
/// <param name="Older">To be given as <c>Before</c> for the next page; null when there is none.</param>
/// <param name="Newer">To be given as <c>After</c> for the page above; null when this one begins with the newest.</param>
/// <param name="IsCutShort">The search stopped after <see cref="ListAudit.MostLookedAt"/> rows; <paramref name="Older"/> goes on from there.</param>
public sealed record AuditPage(IReadOnlyList<AuditRow> Rows, long? Older, long? Newer, bool IsCutShort);

/// <summary>Reads the audit log within reach, newest first.</summary>
/// <param name="Before">Rows older than this row's id.</param>
/// <param name="After">Rows newer than this row's id; not together with <paramref name="Before"/>.</param>
/// <param name="Size">1 to 100 rows.</param>
public sealed record ListAudit(AuditFilter Filter, long? Before = null, long? After = null, int Size = 50) : Reading<AuditPage>
{
    /// <summary>The rows that one ask looks at where no index answers it alone.</summary>
    public const int MostLookedAt = AuditScan.Most;

    internal override Demand Demand => new(Act.ViewAudit, Filter.Store is { } store ? Aim.At(store) : Aim.Anywhere);

    internal override async Task<Result<AuditPage>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Audit", null, null, Filter.Store?.Value);
        if ((new PageRequest(1, Size).Check() ?? Filter.Check()) is { } problem)
        {
            return problem;
        }
        var rows = await AuditTimes.WithinAsync(session.Db.AuditEntries, Filter, cancel);
        return After is { } after ? await NewerAsync(rows, after, cancel) : await OlderAsync(rows, cancel);
    }

    private async Task<AuditPage> OlderAsync(IQueryable<AuditEntry> rows, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(rows, Filter, newestFirst: true).TakeAsync(Before, Size + 1, cancel);
        var more = found.Count > Size;
        var shown = found.Take(Size).ToList();
        return new(shown, more ? shown[^1].Id : stoppedAt, Before is null ? null : shown.Count > 0 ? shown[0].Id : Before - 1, !more && stoppedAt is not null);
    }

    private async Task<AuditPage> NewerAsync(IQueryable<AuditEntry> rows, long after, CancellationToken cancel)
    {
        var (found, stoppedAt) = await new AuditScan(rows, Filter, newestFirst: false).TakeAsync(after, Size + 1, cancel);
        var more = found.Count > Size;
        var shown = found.Take(Size).Reverse().ToList();
        return new(shown, shown.Count > 0 ? shown[^1].Id : after + 1, more ? shown[0].Id : stoppedAt, !more && stoppedAt is not null);
    }
}
