using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Reads filtered audit rows in order, at a bounded cost: the narrowest index is walked, and what it doesn't hold is looked up
/// in pieces, up to <see cref="Most"/> rows for one ask.</summary>
internal sealed class AuditScan(IQueryable<AuditEntry> rows, AuditFilter filter, bool newestFirst)
{
    /// <summary>The rows that one ask looks at where no index answers it alone.</summary>
    public const int Most = 200_000;

    private const int FirstPiece = 1_000, LargestPiece = 50_000;

    /// <summary>The next rows beyond a row's id, at most <paramref name="count"/>.</summary>
    /// <returns>The rows, and the id where the search stopped although there was more to look at; null when it looked at all it needed.</returns>
    public async Task<(List<AuditRow> Found, long? StoppedAt)> TakeAsync(long? beyond, int count, CancellationToken cancel)
    {
        if (filter.IsOneIndex)
        {
            return (await Rows(Beyond(filter.Apply(rows), beyond), count).ToListAsync(cancel), null);
        }
        var found = new List<AuditRow>(count);
        var piece = FirstPiece;
        for (var looked = 0; looked < Most; looked += piece, piece = Math.Min(piece * 4, LargestPiece))
        {
            cancel.ThrowIfCancellationRequested();
            var end = await InOrder(Beyond(filter.Lead(rows), beyond)).Skip(piece - 1).Select(a => (long?)a.Id).FirstOrDefaultAsync(cancel);
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

    private IQueryable<AuditRow> Rows(IQueryable<AuditEntry> wanted, int count) => InOrder(wanted).Take(count).Select(AuditRow.From);

    private IOrderedQueryable<AuditEntry> InOrder(IQueryable<AuditEntry> wanted) =>
        newestFirst ? wanted.OrderByDescending(a => a.Id) : wanted.OrderBy(a => a.Id);

    private IQueryable<AuditEntry> Beyond(IQueryable<AuditEntry> wanted, long? id) =>
        id is not { } edge ? wanted : newestFirst ? wanted.Where(a => a.Id < edge) : wanted.Where(a => a.Id > edge);

    private IQueryable<AuditEntry> UpTo(IQueryable<AuditEntry> wanted, long? id) =>
        id is not { } edge ? wanted : newestFirst ? wanted.Where(a => a.Id >= edge) : wanted.Where(a => a.Id <= edge);
}
