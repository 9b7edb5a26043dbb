using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A Worker with its uploads, newest first; empty if it was registered and never uploaded. Times are UTC.</summary>
public sealed record WorkerDetail(
    ServiceId Id,
    string Name,
    IReadOnlyList<DeploymentRow> Deployments,
    DateTimeOffset Created,
    DateTimeOffset Modified
);

/// <summary>Gets a Worker by its name, as API clients do.</summary>
/// <param name="Store">The store that it belongs to; null: the account.</param>
public sealed record GetWorker(string? Name, StoreId? Store) : Reading<WorkerDetail>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.ToWorker(Store, Name));

    internal override async Task<Result<WorkerDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstAsync(s => s.Id == context.Resolved.Service, cancel);
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("deployments", true);
        return new WorkerDetail(
            new ServiceId(service.Id),
            service.Name,
            await DeploymentRow.OfAsync(context, service.Id, cancel),
            service.Created,
            service.Modified
        );
    }
}
