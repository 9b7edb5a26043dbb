using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A binding of the calling service, and the scopes that its secret has now.</summary>
/// <param name="Scopes">None if the secret is not live.</param>
internal sealed record OwnBindingRow(string SecretId, string StoreId, Scopes Scopes, string Name)
{
    /// <summary>Null if the service has no binding with this name.</summary>
    public static OwnBindingRow? Read(Statements statements, ServiceId service, string name)
    {
        using var row = statements.Read(
            $"""
            SELECT b."SecretId", b."StoreId", s."Scopes", b."Name"
            FROM "Bindings" b
            LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s.{LiveSecret.Sql}
            WHERE b."ServiceId" = $service AND b."Name" = $name
            """,
            ("$service", service.Value),
            ("$name", name)
        );
        return Of(row);
    }

    /// <summary>A gateway's key for a provider; null if there is none.</summary>
    /// <param name="alias">Null for the default key or, if none is marked as default, the key with the alias <c>default</c>.</param>
    public static OwnBindingRow? ReadKey(Statements statements, ServiceId gateway, string? provider, string? alias)
    {
        using var row = statements.Read(
            $"""
            SELECT b."SecretId", b."StoreId", s."Scopes", b."Name"
            FROM "ProviderConfigs" c JOIN "Bindings" b ON b."ServiceId" = c."ServiceId" AND b."Name" = c."BindingName"
            LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s.{LiveSecret.Sql}
            WHERE c."ServiceId" = $service AND c."Provider" = $provider
                AND (c."Alias" = $alias OR ($alias IS NULL AND (c."IsDefault" OR c."Alias" = 'default')))
            ORDER BY c."IsDefault" DESC LIMIT 1
            """,
            ("$service", gateway.Value),
            ("$provider", provider),
            ("$alias", alias)
        );
        return Of(row);
    }

    private static OwnBindingRow? Of(SqliteDataReader row) =>
        row.Read()
            ? new(row.GetString(0), row.GetString(1), row.IsDBNull(2) ? Scopes.None : (Scopes)row.GetByte(2), row.GetString(3))
            : null;
}
