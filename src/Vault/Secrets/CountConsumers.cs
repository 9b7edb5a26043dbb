using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The number of services, by kind, that could bind a secret of the store that has the kind's scope.</summary>
public sealed record CountConsumers(StoreId Store) : Reading<IReadOnlyDictionary<Scopes, int>>
{
    internal override Demand Demand => new(Act.ViewMetadata, TargetReference.To(Store));

    internal override async Task<Result<IReadOnlyDictionary<Scopes, int>>> RunAsync(OperationContext context, CancellationToken cancel) =>
        await Consumers
            .CandidatesFor(context, Store)
            .GroupBy(s => s.Kind)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
}
