using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Reads filtered audit rows in the order of time, at a bounded cost: the
/// narrowest index is walked, and what it doesn't hold is looked up
/// in pieces, up to a number of rows for one ask.</summary>
internal sealed class AuditScan(IQueryable<AuditEntry> rows, AuditFilter filter, bool newestFirst, int most = AuditScan.MaxRows)
{
    /// <summary>The rows that one ask looks at where no index answers it alone.</summary>
    public const int MaxRows = 100_000;

    private const int FirstBatch = 1_000,
        MaxBatch = 50_000;

    /// <summary>The next rows beyond a position, at most <paramref name="count"/>.</summary>
    /// <returns>The rows, and the position where the search stopped although there was
    /// more to look at; null when it looked at all it needed.</returns>
    public async Task<(List<AuditRow> Found, AuditCursor? StoppedAt)> TakeAsync(AuditCursor? beyond, int count, CancellationToken cancel)
    {
        if (filter.IsOneIndex)
        {
            return (await Rows(Beyond(filter.Apply(rows), beyond), count).ToListAsync(cancel), null);
        }
        var found = new List<AuditRow>(count);
        var batch = FirstBatch;
        for (var looked = 0; looked < most; looked += batch, batch = Math.Min(batch * 4, MaxBatch))
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
        InOrder(wanted).Take(count).Select(AuditRow.From(filter.Seen));

    private IOrderedQueryable<AuditEntry> InOrder(IQueryable<AuditEntry> wanted) =>
        newestFirst ? wanted.OrderByDescending(a => a.At).ThenByDescending(a => a.Id) : wanted.OrderBy(a => a.At).ThenBy(a => a.Id);

    // Written so that the time alone bounds the index; only rows of that very millisecond are compared by id.
    private IQueryable<AuditEntry> Beyond(IQueryable<AuditEntry> wanted, AuditCursor? cursor) =>
        cursor is not { At: var at, Id: var id } ? wanted
        : newestFirst ? wanted.Where(a => a.At <= at && (a.At < at || a.Id < id))
        : wanted.Where(a => a.At >= at && (a.At > at || a.Id > id));

    private IQueryable<AuditEntry> UpTo(IQueryable<AuditEntry> wanted, AuditCursor? cursor) =>
        cursor is not { At: var at, Id: var id } ? wanted
        : newestFirst ? wanted.Where(a => a.At >= at && (a.At > at || a.Id >= id))
        : wanted.Where(a => a.At <= at && (a.At < at || a.Id <= id));
}
