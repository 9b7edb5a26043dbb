using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Reads filtered audit rows in time order at a bounded cost: it scans the most selective index and checks the other conditions in
/// batches, up to a maximum number of rows per request.</summary>
internal sealed class AuditScan(IQueryable<AuditEntry> rows, AuditFilter filter, bool newestFirst, int maxRows = AuditScan.MaxRows)
{
    /// <summary>The maximum number of rows that one request scans if no single index answers it.</summary>
    public const int MaxRows = 100_000;

    private const int FirstBatch = 1_000,
        MaxBatch = 50_000;

    /// <summary>Reads the next rows beyond a position, at most <paramref name="count"/>.</summary>
    /// <returns>The rows, and the position where the search stopped at the limit; null if it was complete.</returns>
    public async Task<(List<AuditRow> Found, AuditCursor? StoppedAt)> ReadAsync(AuditCursor? beyond, int count, CancellationToken cancel)
    {
        if (filter.IsOneIndex)
        {
            return (await Rows(Beyond(filter.Apply(rows), beyond), count).ToListAsync(cancel), null);
        }
        var found = new List<AuditRow>(count);
        var batch = FirstBatch;
        for (var scanned = 0; scanned < maxRows; scanned += batch, batch = Math.Min(batch * 4, MaxBatch))
        {
            cancel.ThrowIfCancellationRequested();
            var end = await InOrder(Beyond(filter.ApplyNarrowest(rows), beyond))
                .Skip(batch - 1)
                .Select(a => new AuditCursor?(new AuditCursor(a.At, a.Id)))
                .FirstOrDefaultAsync(cancel);
            var within = UpTo(Beyond(filter.Apply(rows), beyond), end);
            found.AddRange(await Rows(within, count - found.Count).ToListAsync(cancel));
            if (found.Count == count || end is null)
            {
                return (found, null);
            }
            beyond = end;
        }
        return (found, beyond);
    }

    private IQueryable<AuditRow> Rows(IQueryable<AuditEntry> wanted, int count) =>
        InOrder(wanted).Take(count).Select(AuditRow.From(filter.VisibleServices));

    private IOrderedQueryable<AuditEntry> InOrder(IQueryable<AuditEntry> wanted) =>
        newestFirst ? wanted.OrderByDescending(a => a.At).ThenByDescending(a => a.Id) : wanted.OrderBy(a => a.At).ThenBy(a => a.Id);

    // The condition is written so that the time alone bounds the index scan; only rows of the same millisecond are compared by id.
    private IQueryable<AuditEntry> Beyond(IQueryable<AuditEntry> wanted, AuditCursor? cursor) =>
        cursor is not { At: var at, Id: var id } ? wanted
        : newestFirst ? wanted.Where(a => a.At <= at && (a.At < at || a.Id < id))
        : wanted.Where(a => a.At >= at && (a.At > at || a.Id > id));

    private IQueryable<AuditEntry> UpTo(IQueryable<AuditEntry> wanted, AuditCursor? cursor) =>
        cursor is not { At: var at, Id: var id } ? wanted
        : newestFirst ? wanted.Where(a => a.At >= at && (a.At > at || a.Id >= id))
        : wanted.Where(a => a.At <= at && (a.At < at || a.Id <= id));
}
