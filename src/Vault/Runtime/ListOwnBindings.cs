using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>A binding that its service may resolve.</summary>
/// <param name="Version">The version of the name's current value.</param>
public sealed record OwnBinding(string Name, int Version);

/// <summary>The calling service's own bindings that both checks would let it resolve, by name.</summary>
public sealed record ListOwnBindings : Reading<IReadOnlyList<OwnBinding>>
{
    internal override Demand Demand => new(Act.ListOwnBindings, TargetReference.OwnBindings);

    internal override async Task<Result<IReadOnlyList<OwnBinding>>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.AddEvidence(context.Caller);
        return ValueDeliveryPolicy.Refuse(context) is { } problem ? problem : await UnfilteredQueries.OwnBindingsAsync(context, cancel);
    }

    internal override int? CachedRows(IReadOnlyList<OwnBinding> answer) => answer.Count;
}
