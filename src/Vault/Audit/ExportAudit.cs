using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Passes every audit row that matches a filter to a writer, oldest first,
/// one at a time. The export itself is one audit row, whatever the number.</summary>
/// <param name="Format">The format's name for the audit row, such as <c>csv</c>.</param>
/// <param name="Write">Called for each row. It should not wait for a slow reader, because the snapshot stays open until the end.</param>
/// <returns>The number of written rows.</returns>
public sealed record ExportAudit(AuditFilter Filter, string Format, Func<AuditRow, CancellationToken, ValueTask> Write) : Reading<long>
{
    internal override Demand Demand => new(Act.ViewAudit, Filter.Store is { } store ? TargetReference.To(store) : TargetReference.Anywhere);
    private const int RowsBetweenChecks = 1_000;

    internal override bool ReadsAudit => true;
    internal override bool RequiresDiskSpace => true;

    internal override async Task<Result<long>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Audit", null, null, Filter.Store?.Value).Add("export", Format);
        if (Filter.Check() is { } problem)
        {
            return problem;
        }
        var count = 0L;
        var filter = Filter with { VisibleServices = Consumers.VisibleServices(context) };
        await foreach (
            var row in filter
                .Apply(context.AuditLog)
                .OrderBy(a => a.At)
                .ThenBy(a => a.Id)
                .Select(AuditRow.From(filter.VisibleServices))
                .AsAsyncEnumerable()
                .WithCancellation(cancel)
        )
        {
            await Write(row, cancel);
            // The export file is on the same disk as the database: a long log must not take the space that audit rows need.
            if (++count % RowsBetweenChecks == 0 && context.Tools.Disk.IsVeryLow)
            {
                return DiskReserve.TooLow;
            }
        }
        context.Note.Add("rows", count);
        return count;
    }
}
