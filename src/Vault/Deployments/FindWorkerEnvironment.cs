using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Finds a Worker's environment; the result is always "not found". Clients then upload with one request instead of a version and
/// its deployment, so nothing can be half done.</summary>
public sealed record FindWorkerEnvironment : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(
            Problem.NotFound("worker_environment_not_found", "Workers have no environments here. Upload with PUT /workers/scripts/NAME.")
        );
}
