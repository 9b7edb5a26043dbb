using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Answers a client's request for a Worker's environment. The result is always "not found", because there are no environments.
/// Clients then upload with one request, instead of first a version and then its deployment, so an upload can't be half done.</summary>
public sealed record RequestWorkerEnvironment : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(
            Problem.NotFound("worker_environment_not_found", "Workers have no environments here. Upload with PUT /workers/scripts/NAME.")
        );
}
