using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Vault.Services;

/// <summary>One service with its bindings.</summary>
/// <param name="Bindings">The requested bindings, by name; <c>Service</c> has the number of all of them.</param>
public sealed record ServiceDetail(ServiceRow Service, IReadOnlyList<BindingRow> Bindings);

/// <summary>Reads one service: its metadata, and each binding with its state.</summary>
/// <param name="UnusedDays">Only bindings that are at least this many days old and that the service has not read in that time, 1 to
/// <see cref="Unused.MaxDays"/>; null: all.</param>
public sealed record GetService(ServiceId Service, int? UnusedDays = null) : Reading<ServiceDetail>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Service));

    internal override async Task<Result<ServiceDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var row = await ListServices.Rows(context, context.Db.Services.Where(s => s.Id == Service.Value)).FirstOrDefaultAsync(cancel);
        if (row is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", row.Id.Value, row.Name, row.Store?.Value);
        if (Unused.Check(UnusedDays) is { } problem)
        {
            return problem;
        }
        return new ServiceDetail(row, await BindingRow.OfAsync(context, row, UnusedDays, cancel));
    }
}
