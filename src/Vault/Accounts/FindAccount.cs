using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Accounts;

/// <summary>Finds the account by its id: an installation has one, so any other id is not found.</summary>
public sealed record FindAccount(string Id) : Reading<Unit>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.Anywhere);

    internal override Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        Task.FromResult<Result<Unit>>(
            Id == context.AccountId ? Unit.Value : Problem.NotFound("account_not_found", "This server has no account with this id.")
        );
}
