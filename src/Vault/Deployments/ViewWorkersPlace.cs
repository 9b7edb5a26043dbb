using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Asks where Workers are served. This server keeps them, and serves none; that somebody asked stands in the audit log.</summary>
public sealed record ViewWorkersPlace : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(Unit.Value);
}
