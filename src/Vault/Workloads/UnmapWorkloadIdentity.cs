using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>Removes a workload's mapping to a service. The workload is refused
/// from the next request on, whatever its issuer still signs.</summary>
public sealed record UnmapWorkloadIdentity(ServiceId Service, WorkloadIdentityId Identity) : Change<Unit>
{
    private static readonly Problem NotFound = Problem.NotFound(
        "workload_identity_not_found",
        "This workload identity was not found. It may have been removed."
    );

    internal override Demand Demand => new(Act.UnmapWorkloadIdentity, TargetReference.To(Service));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        if (
            await context.Db.WorkloadIdentities.FirstOrDefaultAsync(i => i.ServiceId == service.Id && i.Id == Identity.Value, cancel)
            is not { } identity
        )
        {
            return NotFound;
        }
        context
            .Note.RelatedTo(identity.Id)
            .Add("issuer", identity.Issuer)
            .Add("subject", identity.Subject)
            .Add("audience", identity.Audience);
        await context.Db.WorkloadIdentities.Where(i => i.Id == identity.Id).ExecuteDeleteAsync(cancel);
        return Unit.Value;
    }
}
