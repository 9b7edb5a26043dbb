using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>Makes a workload a service: whoever its issuer calls by this subject, for this
/// audience, reads what the service is bound to. One workload is one service.</summary>
public sealed record MapWorkloadIdentity(ServiceId Service, WorkloadInput Input) : Change<WorkloadIdentityDetail>
{
    /// <summary>The most workloads that are one service.</summary>
    public const int MaxIdentities = 100;

    internal override Demand Demand => new(Act.MapWorkloadIdentity, Aim.At(Service));

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
        Database.Service service,
        WorkloadInput input,
        CancellationToken cancel
    )
    {
        if (service.Kind == Scopes.AiGateway)
        {
            return new(
                "workload_kind_not_served",
                "An AI gateway reads no values, so no workload can be mapped to it. Its callers use a credential of the gateway."
            );
        }
        if (await context.Db.WorkloadIdentities.CountAsync(i => i.ServiceId == service.Id, cancel) >= MaxIdentities)
        {
            return new(
                "maximum_workload_identities_exceeded",
                $"{service.Name} has {MaxIdentities} workload identities, which is the limit. Remove one first."
            )
            {
                Subject = $"max {MaxIdentities}",
            };
        }
        // What it is mapped to is not said, and so neither whether that lies within
        // the caller's reach: who sees it finds it on its service.
        return await UnfilteredQueries.IsMappedAsync(context, input.Issuer!, input.Subject!, input.Audience!, cancel)
            ? new(
                "workload_identity_already_exists",
                "This workload can't be mapped: its issuer, subject and audience are already mapped. A workload can be only one service.",
                nameof(Input.Subject)
            )
            : null;
    }

    private static WorkloadIdentityDetail Make(OperationContext context, Database.Service service, WorkloadInput input)
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
