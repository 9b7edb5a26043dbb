using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gate;

/// <summary>What a service's own binding leads to at this moment.</summary>
/// <param name="Target">Nothing when the service has no binding of this name.</param>
/// <param name="Scopes">The secret's scopes as they are now; none when it was deleted, so that the second check fails.</param>
internal readonly record struct OwnBindingFacts(Target Target, Aim Aim, Scopes Scopes)
{
    public static OwnBindingFacts Read(Statements statements, ServiceFacts service, string name)
    {
        using var row = statements.Read("""
            SELECT b."SecretId", b."StoreId", s."Scopes"
            FROM "Bindings" b LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s."Status" IN ('Pending', 'Active')
            WHERE b."ServiceId" = $service AND b."Name" = $name
            """, ("$service", service.Actor.Id.Value), ("$name", name));
        // A service of a store consumes secrets of that store alone; any other is as good as absent.
        return !row.Read() || (service.StoreId is { } store && store != row.GetString(1))
            ? new(Target.Nothing, Aim.At(service.Actor.Id), Scopes.None)
            : new(Target.BindingOf(service.Actor.Id, new StoreId(row.GetString(1))), Aim.At(service.Actor.Id, new SecretId(row.GetString(0))),
                row.IsDBNull(2) ? Scopes.None : (Scopes)row.GetByte(2));
    }
}
