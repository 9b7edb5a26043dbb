using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Accounts;

/// <summary>Asks for what nothing answers: a route that leads nowhere, or a method that is
/// not served there. It is never found. Its row says that somebody tried,
/// and with which credential; not what they wrote.</summary>
public sealed record FindRoute : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, Aim.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(new Problem("route_not_found", "No endpoint matches this path and method."));
}
