using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>The uploads of a service that are kept, the newest first. Of the modules it tells their size alone.</summary>
public sealed record ListDeployments(ServiceId Service) : Reading<IReadOnlyList<DeploymentRow>>
{
    /// <summary>How many of a service are kept: the newest.</summary>
    public const int Kept = 10;

    internal override Demand Demand => new(Act.ViewMetadata, Aim.At(Service));

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
