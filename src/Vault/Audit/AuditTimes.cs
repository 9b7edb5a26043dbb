using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Turns a span of time into a span of row ids, so that the index in use can begin and end there.</summary>
internal static class AuditTimes
{
    /// <summary>The rows of the filter's time span; all of them when it names none.</summary>
    /// <remarks>The clock may have been set back, so the times are compared as well: the ids are only the bounds.</remarks>
    public static async Task<IQueryable<AuditEntry>> WithinAsync(IQueryable<AuditEntry> rows, AuditFilter filter, CancellationToken cancel)
    {
        if (filter.From is null && filter.To is null)
        {
            return rows;
        }
        var (from, to) = (filter.From ?? DateTimeOffset.MinValue, filter.To ?? DateTimeOffset.MaxValue);
        var within = rows.Where(a => a.At >= from && a.At < to);
        // Both in one query: for the least alone SQLite would walk the whole log from its start.
        var bounds = await within.GroupBy(_ => 1).Select(g => new { Least = g.Min(a => a.Id), Greatest = g.Max(a => a.Id) }).FirstOrDefaultAsync(cancel);
        var (least, greatest) = (bounds?.Least ?? 0, bounds?.Greatest ?? 0);
        return within.Where(a => a.Id >= least && a.Id <= greatest);
    }
}
