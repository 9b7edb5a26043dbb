using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>The workloads that are mapped to a service, newest first, for callers who may map them.</summary>
public sealed record ListWorkloadIdentities(ServiceId Service) : Reading<WorkloadIdentities>
{
    internal override Demand Demand => new(Act.MapWorkloadIdentity, TargetReference.To(Service));

    internal override async Task<Result<WorkloadIdentities>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About(AuditFilter.ViewedWorkloads, service.Id, service.Name, service.StoreId);
        var found = await context
            .Db.WorkloadIdentities.Where(i => i.ServiceId == service.Id)
            .OrderByDescending(i => i.Id)
            .ToListAsync(cancel);
        var issuers = context.Tools.Issuers;
        return new WorkloadIdentities(found.ConvertAll(i => WorkloadIdentityDetail.Of(i, issuers)), issuers);
    }
}
