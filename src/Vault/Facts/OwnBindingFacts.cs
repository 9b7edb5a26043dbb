using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current target of a service's own binding.</summary>
/// <param name="Target"><c>Nothing</c> if the service has no binding with this name.</param>
/// <param name="Row">Null if there is no such binding.</param>
/// <param name="Scopes">The secret's current scopes; none if it was deleted, so that the second check fails.</param>
internal readonly record struct OwnBindingFacts(Target Target, TargetReference Reference, Scopes Scopes, OwnBindingRow? Row)
{
    /// <summary>The binding's name; null if there is none.</summary>
    public string? Name => Row?.Name;

    public ResolvedIds Ids => new(Reference.Id, Reference.SecondId, Row);

    public static async ValueTask<OwnBindingFacts> ReadAsync(Statements statements, ServiceFacts service, string name) =>
        Of(await OwnBindingRow.ReadAsync(statements, service.Actor.Id, name), service);

    /// <summary>A gateway's key for a provider; nothing if the request names another gateway.</summary>
    public static async ValueTask<OwnBindingFacts> ReadKeyAsync(Statements statements, ServiceFacts service, TargetReference reference)
    {
        var isItself = reference.Id == service.Actor.Id.Value || reference.Id == service.ServiceName;
        return Of(
            isItself ? await OwnBindingRow.ReadKeyAsync(statements, service.Actor.Id, reference.Within, reference.SecondId) : null,
            service
        );
    }

    // A service of a store consumes only secrets of that store; any other is treated as not found.
    private static OwnBindingFacts Of(OwnBindingRow? row, ServiceFacts service) =>
        row is null || (service.StoreId is { } store && store != row.StoreId)
            ? new(Target.Nothing, TargetReference.To(service.Actor.Id), Scopes.None, null)
            : new(
                Target.BindingOf(service.Actor.Id, new StoreId(row.StoreId)),
                TargetReference.To(service.Actor.Id, new SecretId(row.SecretId)),
                row.Scopes,
                row
            );
}
