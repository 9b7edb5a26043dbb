using System.Data.Common;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;
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

/// <summary>Looks up the rows that the ids and names of a demand refer to. A row whose seal is wrong is not found.</summary>
internal static class TargetRows
{
    private static readonly string SecretSql = $"""SELECT {SealedTable.Secrets.Select("s")} FROM "Secrets" s """;

    private static readonly string ServiceSql = $"""SELECT {SealedTable.Services.Select("s")} FROM "Services" s """;

    private static readonly int FirstOfBinding = SealedTable.Secrets.Width;

    private static readonly string BindingsSql = $"""
        SELECT {SealedTable.Secrets.Select("s")}, {SealedTable.Bindings.Select("b")}
        FROM "Bindings" b LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s.{LiveSecret.Sql}
        WHERE b."ServiceId" = $service ORDER BY b."Name"
        """;

    private static readonly string KeySql = $"""
        SELECT b."SecretId", {SealedTable.ProviderConfigs.Select("c")}, {SealedTable.Bindings.Select("b")}
        FROM "ProviderConfigs" c JOIN "Bindings" b ON b."ServiceId" = c."ServiceId" AND b."Name" = c."BindingName"
        WHERE c."Id" = $id AND c."ServiceId" = $service
        """;

    /// <summary>The name of a store; null if it does not exist.</summary>
    public static async ValueTask<string?> FindStoreAsync(Statements statements, string? id)
    {
        await using var row = await statements.ReadAsync("""SELECT "Name" FROM "Stores" WHERE "Id" = $id""", ("$id", id ?? ""));
        return await row.ReadAsync() ? row.GetString(0) : null;
    }

    /// <summary>Also a deleted one, which the operation reports itself.</summary>
    public static ValueTask<TargetSecret?> FindSecretAsync(Statements statements, string? id) =>
        ReadSecretAsync(statements, statements.ReadAsync(SecretSql + """WHERE s."Id" = $id""", ("$id", id ?? "")));

    public static ValueTask<TargetSecret?> FindLiveSecretAsync(Statements statements, string? store, string? name) =>
        ReadSecretAsync(
            statements,
            statements.ReadAsync(
                SecretSql + $"""WHERE s."StoreId" = $store AND s."Name" = $name AND s.{LiveSecret.Sql}""",
                ("$store", store ?? ""),
                ("$name", name ?? "")
            )
        );

    public static async ValueTask<TargetService?> FindServiceAsync(Statements statements, string? id) =>
        Only(await ReadServicesAsync(statements, statements.ReadAsync(ServiceSql + """WHERE s."Id" = $id""", ("$id", id ?? ""))));

    /// <summary>A Worker by its name in a store or, with null, in the account.</summary>
    public static async ValueTask<TargetService?> FindWorkerAsync(Statements statements, string? store, string? name) =>
        Only(
            await ReadServicesAsync(
                statements,
                statements.ReadAsync(
                    ServiceSql + """WHERE s."StoreId" IS $store AND s."Kind" = $kind AND s."Name" = $name""",
                    ("$store", store),
                    ("$kind", (long)Scopes.Workers),
                    ("$name", name ?? "")
                )
            )
        );

    /// <summary>The gateways with this id or name, in the account and in all stores.</summary>
    public static ValueTask<List<TargetService>> FindGatewaysAsync(Statements statements, string idOrName) =>
        ReadServicesAsync(
            statements,
            statements.ReadAsync(
                ServiceSql + """WHERE s."Kind" = $kind AND (s."Id" = $typed OR s."Name" = $typed)""",
                ("$kind", (long)Scopes.AiGateway),
                ("$typed", idOrName)
            )
        );

    /// <summary>The bindings of a service in the order of their names.</summary>
    public static async ValueTask<List<BoundRow>> FindBindingsAsync(Statements statements, string? service)
    {
        await using var row = await statements.ReadAsync(BindingsSql, ("$service", service ?? ""));
        var bound = new List<BoundRow>();
        while (await row.ReadAsync())
        {
            var isGenuine = row.IsGenuine(statements.Seals, SealedTable.Bindings, FirstOfBinding);
            var secret = row.IsDBNull(0) || !isGenuine ? null : Secret(statements, row);
            bound.Add(new(row.GetString(FirstOfBinding + 1), row.GetString(FirstOfBinding + 4), row.GetString(FirstOfBinding + 3), secret));
        }
        return bound;
    }

    /// <summary>The id of the secret that is the key of a provider's config; null if the gateway has no such config.</summary>
    public static async ValueTask<string?> FindKeyAsync(Statements statements, string service, string config)
    {
        await using var row = await statements.ReadAsync(KeySql, ("$id", config), ("$service", service));
        return
            await row.ReadAsync()
            && row.IsGenuine(statements.Seals, SealedTable.ProviderConfigs, 1)
            && row.IsGenuine(statements.Seals, SealedTable.Bindings, 1 + SealedTable.ProviderConfigs.Width)
            ? row.GetString(0)
            : null;
    }

    private static async ValueTask<TargetSecret?> ReadSecretAsync(Statements statements, ValueTask<DbDataReader> reading)
    {
        await using var row = await reading;
        return await row.ReadAsync() ? Secret(statements, row) : null;
    }

    private static async ValueTask<List<TargetService>> ReadServicesAsync(Statements statements, ValueTask<DbDataReader> reading)
    {
        await using var row = await reading;
        var services = new List<TargetService>();
        while (await row.ReadAsync())
        {
            if (row.IsGenuine(statements.Seals, SealedTable.Services, 0))
            {
                services.Add(new(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), (Scopes)row.GetByte(2), row.GetString(3)));
            }
        }
        return services;
    }

    private static TargetService? Only(List<TargetService> services) => services is [var only] ? only : null;

    private static TargetSecret? Secret(Statements statements, DbDataReader row) =>
        row.IsGenuine(statements.Seals, SealedTable.Secrets, 0)
            ? new(row.GetString(0), row.GetString(1), row.GetString(2), (Scopes)row.GetByte(3))
            : null;
}
