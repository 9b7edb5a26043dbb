using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Reads the subdomain that serves Workers. This server stores Workers
/// and does not serve them; the audit log has a row of the request.</summary>
public sealed record ViewWorkersPlace : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(Unit.Value);
}
