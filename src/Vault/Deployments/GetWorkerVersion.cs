using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Gets one upload of a Worker; the Worker is identified by its name, as API clients do.</summary>
/// <param name="Store">The store that the Worker belongs to; null: the account.</param>
/// <param name="Version">The deployment's id.</param>
public sealed record GetWorkerVersion(string? Name, StoreId? Store, string? Version) : Reading<DeploymentRow>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.ToWorker(Store, Name));

    internal override async Task<Result<DeploymentRow>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstAsync(s => s.Id == context.Resolved.Service, cancel);
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("deployments", true);
        return (await DeploymentRow.OfAsync(context, service.Id, cancel)).FirstOrDefault(d => d.Id == Version) is { } found
            ? found
            : Problem.NotFound("worker_version_not_found", "This version was not found. Only the newest uploads are kept.");
    }
}
