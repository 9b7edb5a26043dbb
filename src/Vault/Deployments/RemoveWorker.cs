using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Services;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>Removes a Worker by its name, as API clients do. Refused while it has
/// bindings, unless forced; then they are removed too. The secrets stay.</summary>
/// <param name="Store">The store that it belongs to; null: the account.</param>
public sealed record RemoveWorker(string? Name, StoreId? Store, bool Force = false) : Change<Unit>
{
    internal override Demand Demand => new(Act.RemoveService, TargetReference.ToWorker(Store, Name));

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var service = await context.Db.Services.FirstAsync(s => s.Id == context.Resolved.Service, cancel);
        return await RemoveService.RemoveAsync(context, service, Force, cancel);
    }
}
