using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Usage;

/// <summary>The newest changes and refusals of an object with many reads: nearly all of its rows in the audit log are reads, possibly
/// millions, and a scan of them would take long.</summary>
internal static class BusyActivity
{
    /// <summary>An object with at most this many rows is scanned.</summary>
    public const int Few = 5_000;

    /// <param name="own">All rows of the object.</param>
    /// <param name="changes">The changes among them, found among the changes of all objects, which
    /// are few because people make them. The query concatenates an empty string to compared text, or
    /// SQLite would use the index of the object's own rows, which looks more selective.</param>
    /// <param name="refusals">The refused reads among them, found among all refusals in the same way.</param>
    /// <param name="visibleServices">The services that the reader may see; null for every service.</param>
    /// <param name="before">Null for the newest; otherwise the oldest row of the previous page.</param>
    public static async Task<List<ActivityRow>> NewestAsync(
        IQueryable<AuditEntry> own,
        IQueryable<AuditEntry> changes,
        IQueryable<AuditEntry> refusals,
        IQueryable<Service>? visibleServices,
        long? before,
        CancellationToken cancel
    )
    {
        if (!await own.Select(a => a.Id).Skip(Few).AnyAsync(cancel))
        {
            return await ActivityRow.NewestAsync(own, visibleServices, before, cancel);
        }
        var at = before is { } id ? await own.Where(a => a.Id == id).Select(a => a.At).FirstOrDefaultAsync(cancel) : (DateTimeOffset?)null;
        IQueryable<AuditEntry> Older(IQueryable<AuditEntry> rows) =>
            at is null ? rows : rows.Where(a => a.At <= at && (a.At < at || a.Id < before));
        List<ActivityRow> both =
        [
            .. await ActivityRow.NewestAsync(Older(changes), visibleServices, null, cancel),
            .. await ActivityRow.NewestAsync(Older(refusals), visibleServices, null, cancel),
        ];
        return [.. both.OrderByDescending(a => a.At).ThenByDescending(a => a.Id).Take(ActivityRow.PageSize)];
    }
}
