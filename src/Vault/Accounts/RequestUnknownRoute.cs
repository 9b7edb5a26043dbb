using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Accounts;

/// <summary>Records a request for a route or method that does not exist. The result is always "not found". The audit row has the
/// credential, but not the requested path.</summary>
public sealed record RequestUnknownRoute : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(Problem.NotFound("route_not_found", "No endpoint matches this path and method."));
}
