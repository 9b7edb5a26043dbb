using Microsoft.Data.Sqlite;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A secret, as far as a decision depends on it.</summary>
internal sealed record TargetSecret(string Id, string StoreId, string Name, Scopes Scopes);

/// <summary>A service, as far as a decision depends on it.</summary>
/// <param name="StoreId">Null if it belongs to the account.</param>
internal sealed record TargetService(string Id, string? StoreId, Scopes Kind, string Name);

/// <summary>A binding and its secret.</summary>
/// <param name="StoreId">The store of the secret, as the binding was made.</param>
/// <param name="Secret">Null if the secret is not live.</param>
internal sealed record BoundRow(string Name, string StoreId, string SecretName, TargetSecret? Secret);

/// <summary>Looks up the rows that the ids and names of a demand refer to.</summary>
internal static class TargetRows
{
    /// <summary>The name of a store; null if it does not exist.</summary>
    public static string? FindStore(Statements statements, string? id) =>
        statements.Scalar("""SELECT "Name" FROM "Stores" WHERE "Id" = $id""", ("$id", id ?? "")) as string;

    /// <summary>Also a deleted one, which the operation reports itself.</summary>
    public static TargetSecret? FindSecret(Statements statements, string? id) =>
        ReadSecret(statements.Read("""SELECT "Id", "StoreId", "Name", "Scopes" FROM "Secrets" WHERE "Id" = $id""", ("$id", id ?? "")));

    public static TargetSecret? FindLiveSecret(Statements statements, string? store, string? name) =>
        ReadSecret(
            statements.Read(
                $"""
                SELECT "Id", "StoreId", "Name", "Scopes" FROM "Secrets" WHERE "StoreId" = $store AND "Name" = $name AND {LiveSecret.Sql}
                """,
                ("$store", store ?? ""),
                ("$name", name ?? "")
            )
        );

    public static TargetService? FindService(Statements statements, string? id) =>
        ReadServices(statements.Read("""SELECT "Id", "StoreId", "Kind", "Name" FROM "Services" WHERE "Id" = $id""", ("$id", id ?? "")))
            is [var found]
            ? found
            : null;

    /// <summary>A Worker by its name in a store or, with null, in the account.</summary>
    public static TargetService? FindWorker(Statements statements, string? store, string? name) =>
        ReadServices(
            statements.Read(
                """
                SELECT "Id", "StoreId", "Kind", "Name" FROM "Services" WHERE "StoreId" IS $store AND "Kind" = $kind AND "Name" = $name
                """,
                ("$store", store),
                ("$kind", (long)Scopes.Workers),
                ("$name", name ?? "")
            )
        )
            is [var found]
            ? found
            : null;

    /// <summary>The gateways with this id or name, in the account and in all stores.</summary>
    public static List<TargetService> FindGateways(Statements statements, string idOrName) =>
        ReadServices(
            statements.Read(
                """
                SELECT "Id", "StoreId", "Kind", "Name" FROM "Services" WHERE "Kind" = $kind AND ("Id" = $typed OR "Name" = $typed)
                """,
                ("$kind", (long)Scopes.AiGateway),
                ("$typed", idOrName)
            )
        );

    /// <summary>The bindings of a service in the order of their names.</summary>
    public static List<BoundRow> FindBindings(Statements statements, string? service)
    {
        using var row = statements.Read(
            $"""
            SELECT s."Id", s."StoreId", s."Name", s."Scopes", b."Name", b."StoreId", b."SecretName"
            FROM "Bindings" b LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s.{LiveSecret.Sql}
            WHERE b."ServiceId" = $service ORDER BY b."Name"
            """,
            ("$service", service ?? "")
        );
        var bound = new List<BoundRow>();
        while (row.Read())
        {
            bound.Add(new(row.GetString(4), row.GetString(5), row.GetString(6), row.IsDBNull(0) ? null : Secret(row)));
        }
        return bound;
    }

    /// <summary>The id of the secret that is the key of a provider's config; null if the gateway has no such config.</summary>
    public static string? FindKey(Statements statements, string service, string config) =>
        statements.Scalar(
            """
            SELECT b."SecretId" FROM "ProviderConfigs" c JOIN "Bindings" b ON b."ServiceId" = c."ServiceId" AND b."Name" = c."BindingName"
            WHERE c."Id" = $id AND c."ServiceId" = $service
            """,
            ("$id", config),
            ("$service", service)
        ) as string;

    private static TargetSecret? ReadSecret(SqliteDataReader row)
    {
        using (row)
        {
            return row.Read() ? Secret(row) : null;
        }
    }

    private static List<TargetService> ReadServices(SqliteDataReader row)
    {
        using (row)
        {
            var services = new List<TargetService>();
            while (row.Read())
            {
                services.Add(new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), (Scopes)row.GetByte(2), row.GetString(3)));
            }
            return services;
        }
    }

    private static TargetSecret Secret(SqliteDataReader row) =>
        new(row.GetString(0), row.GetString(1), row.GetString(2), (Scopes)row.GetByte(3));
}
