using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Finds a Worker's environment, of which there are none here. To programs
/// it is the sign that an upload is one request, not a version and
/// then its deployment: so nothing can be half done.</summary>
public sealed record FindWorkerEnvironment : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(
            new Problem("worker_environment_not_found", "Workers have no environments here. Upload with PUT /workers/scripts/NAME.")
        );
}
