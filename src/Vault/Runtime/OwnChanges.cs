using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>Reads the changes of the calling service only.</summary>
internal static class OwnChanges
{
    /// <summary>The maximum number of changes of one read; the next read returns the rest.</summary>
    public const int MaxBatch = 256;

    /// <param name="lastId">The id of the last received change; null: only new changes.</param>
    public static async Task<BindingChangeBatch> ReadAsync(OperationContext context, long? lastId, CancellationToken cancel)
    {
        var position = await UnfilteredQueries.ChangesAsync(context, cancel);
        if (lastId is not { } after)
        {
            return new(position, MustReadAll: false, []);
        }
        var oldest = await context.Db.BindingChanges.MinAsync(c => (long?)c.Id, cancel) ?? position + 1;
        if (after < oldest - 1 || after > position)
        {
            return new(position, MustReadAll: true, []);
        }
        var changes = await SinceAsync(context, after, cancel);
        return new(changes.Count < MaxBatch ? position : changes[^1].Id, MustReadAll: false, changes);
    }

    private static async Task<List<OwnChange>> SinceAsync(OperationContext context, long after, CancellationToken cancel)
    {
        var service = context.Service!.Value.Value;
        var changed = await context
            .Db.BindingChanges.Where(c => c.ServiceId == service && c.Id > after && c.Name != "")
            .GroupBy(c => c.Name)
            .Select(same => new { Name = same.Key, Id = same.Max(c => c.Id) })
            .OrderBy(c => c.Id)
            .Take(MaxBatch)
            .ToListAsync(cancel);
        if (changed.Count == 0)
        {
            return [];
        }
        var versions = (await UnfilteredQueries.OwnBindingsAsync(context, cancel)).ToDictionary(b => b.Name, b => b.Version);
        return changed.ConvertAll(c => new OwnChange(c.Id, c.Name, versions.TryGetValue(c.Name, out var version) ? version : null));
    }
}
