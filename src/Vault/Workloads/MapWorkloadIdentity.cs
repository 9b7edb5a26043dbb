using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>Maps a workload to a service: a JWT of this issuer, with this subject and this audience, can read all values that the service
/// is bound to. A workload is mapped to one service.</summary>
public sealed record MapWorkloadIdentity(ServiceId Service, WorkloadInput Input) : Change<WorkloadIdentityDetail>
{
    /// <summary>The maximum number of workloads of a service.</summary>
    public const int MaxIdentities = 100;

    internal override Demand Demand => new(Act.MapWorkloadIdentity, TargetReference.To(Service));

    internal override async Task<Result<WorkloadIdentityDetail>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstOrDefaultAsync(s => s.Id == Service.Value, cancel);
        if (service is null)
        {
            return ServiceProblems.NotFound;
        }
        context.Note.About("Service", service.Id, service.Name, service.StoreId);
        var input = Input.Trimmed;
        if (input.Check(context.Tools.Issuers) is { Count: > 0 } problems)
        {
            return problems;
        }
        context.Note.Add("issuer", input.Issuer!).Add("subject", input.Subject!).Add("audience", input.Audience!);
        return await CheckAsync(context, service, input, cancel) is { } problem ? problem : Make(context, service, input);
    }

    private static async Task<Problem?> CheckAsync(
        OperationContext context,
        Storage.Service service,
        WorkloadInput input,
        CancellationToken cancel
    )
    {
        if (service.Kind == Scopes.AiGateway)
        {
            return Problem.Invalid(
                "workload_kind_not_served",
                "An AI gateway reads no values, so no workload can be mapped to it. Its callers use a credential of the gateway."
            );
        }
        if (await context.Db.WorkloadIdentities.CountAsync(i => i.ServiceId == service.Id, cancel) >= MaxIdentities)
        {
            return Problem.Limit(
                "maximum_workload_identities_exceeded",
                $"{service.Name} has {MaxIdentities} workload identities, which is the limit. Remove one first."
            ) with
            {
                Subject = $"max {MaxIdentities}",
            };
        }
        // The message does not name the other service, or whether it is within
        // the caller's reach: callers who may view it find the mapping there.
        return await UnfilteredQueries.IsMappedAsync(context, input.Issuer!, input.Subject!, input.Audience!, cancel)
            ? Problem.Duplicate(
                "workload_identity_already_exists",
                "This workload can't be mapped: its issuer, subject and audience are already mapped. A workload can be only one service.",
                nameof(Input.Subject)
            )
            : null;
    }

    private static WorkloadIdentityDetail Make(OperationContext context, Storage.Service service, WorkloadInput input)
    {
        var identity = new WorkloadIdentity
        {
            Id = NewId.At(context.Now),
            ServiceId = service.Id,
            StoreId = service.StoreId,
            Issuer = input.Issuer!,
            Subject = input.Subject!,
            Audience = input.Audience!,
            Created = context.Now,
        };
        context.Db.Add(identity);
        context.Note.RelatedTo(identity.Id);
        return WorkloadIdentityDetail.Of(identity, context.Tools.Issuers);
    }
}
