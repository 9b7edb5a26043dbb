using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Checks that the caller may ask where Workers are served, such as the subdomain. This server stores Workers and does not
/// serve them; the request only adds an audit row.</summary>
public sealed record ViewWorkersHosting : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(Unit.Value);
}
