using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>The stored uploads of a service, newest first. Of the modules, only the size is returned.</summary>
public sealed record ListDeployments(ServiceId Service) : Reading<IReadOnlyList<DeploymentRow>>
{
    /// <summary>How many uploads of a service are stored: the newest.</summary>
    public const int MaxStored = 10;

    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Service));

    internal override async Task<Result<IReadOnlyList<DeploymentRow>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId).Add("deployments", true);
        return (await DeploymentRow.OfAsync(context, service.Id, cancel)).ToList();
    }
}
