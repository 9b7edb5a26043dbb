using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current target of a service's own binding.</summary>
/// <param name="Target"><c>Nothing</c> if the service has no binding with this name.</param>
/// <param name="Name">The binding's name; null if there is none.</param>
/// <param name="Scopes">The secret's current scopes; none if it was deleted, so that the second check fails.</param>
internal readonly record struct OwnBindingFacts(Target Target, TargetReference Reference, Scopes Scopes, string? Name)
{
    public ResolvedIds Ids => new(Reference.Id, Reference.SecondId, Name);

    public static OwnBindingFacts Read(Statements statements, ServiceFacts service, string name)
    {
        using var row = statements.Read(
            $"""
            SELECT b."SecretId", b."StoreId", s."Scopes", b."Name"
            FROM "Bindings" b
            LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s.{LiveSecret.Sql}
            WHERE b."ServiceId" = $service AND b."Name" = $name
            """,
            ("$service", service.Actor.Id.Value),
            ("$name", name)
        );
        return Of(row, service);
    }

    /// <summary>A gateway's key for a provider; nothing if the request names another gateway.</summary>
    public static OwnBindingFacts ReadKey(Statements statements, ServiceFacts service, TargetReference reference)
    {
        var isItself = reference.Id == service.Actor.Id.Value || reference.Id == service.ServiceName;
        // Without an alias, the default key is used, or, if none is marked as default, the key with the alias 'default'.
        using var row = statements.Read(
            $"""
            SELECT b."SecretId", b."StoreId", s."Scopes", b."Name"
            FROM "ProviderConfigs" c JOIN "Bindings" b ON b."ServiceId" = c."ServiceId" AND b."Name" = c."BindingName"
            LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s.{LiveSecret.Sql}
            WHERE c."ServiceId" = $service AND c."Provider" = $provider
                AND (c."Alias" = $alias OR ($alias IS NULL AND (c."IsDefault" OR c."Alias" = 'default')))
            ORDER BY c."IsDefault" DESC LIMIT 1
            """,
            ("$service", isItself ? service.Actor.Id.Value : ""),
            ("$provider", reference.Within),
            ("$alias", reference.SecondId)
        );
        return Of(row, service);
    }

    // A service of a store consumes only secrets of that store; any other is treated as not found.
    private static OwnBindingFacts Of(SqliteDataReader row, ServiceFacts service) =>
        !row.Read() || (service.StoreId is { } store && store != row.GetString(1))
            ? new(Target.Nothing, TargetReference.To(service.Actor.Id), Scopes.None, null)
            : new(
                Target.BindingOf(service.Actor.Id, new StoreId(row.GetString(1))),
                TargetReference.To(service.Actor.Id, new SecretId(row.GetString(0))),
                row.IsDBNull(2) ? Scopes.None : (Scopes)row.GetByte(2),
                row.GetString(3)
            );
}
