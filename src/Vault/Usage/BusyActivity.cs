using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Usage;

/// <summary>The newest changes and refusals of what is read much: nearly all of its rows in the audit
/// log are reads, maybe millions, and going through them would take long.</summary>
internal static class BusyActivity
{
    /// <summary>So many rows are gone through without a thought.</summary>
    public const int Few = 5_000;

    /// <param name="own">All rows of the thing.</param>
    /// <param name="changes">Those of them that are no reads, found among the changes of all
    /// things, which people made and are few. Text that is compared has an
    /// empty one added, or SQLite would take the index of the thing's own rows, which looks better.</param>
    /// <param name="refusals">The reads of them that were refused, found likewise among all refusals.</param>
    /// <param name="seen">The services that the reader may know of; null for every service.</param>
    /// <param name="before">Null for the newest; otherwise the last page's oldest row.</param>
    public static async Task<List<ActivityRow>> NewestAsync(
        IQueryable<AuditEntry> own,
        IQueryable<AuditEntry> changes,
        IQueryable<AuditEntry> refusals,
        IQueryable<Service>? seen,
        long? before,
        CancellationToken cancel
    )
    {
        if (!await own.Select(a => a.Id).Skip(Few).AnyAsync(cancel))
        {
            return await ActivityRow.NewestAsync(own, seen, before, cancel);
        }
        var at = before is { } id ? await own.Where(a => a.Id == id).Select(a => a.At).FirstOrDefaultAsync(cancel) : (DateTimeOffset?)null;
        IQueryable<AuditEntry> Older(IQueryable<AuditEntry> rows) =>
            at is null ? rows : rows.Where(a => a.At <= at && (a.At < at || a.Id < before));
        List<ActivityRow> both =
        [
            .. await ActivityRow.NewestAsync(Older(changes), seen, null, cancel),
            .. await ActivityRow.NewestAsync(Older(refusals), seen, null, cancel),
        ];
        return [.. both.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(ActivityRow.PageSize)];
    }
}
