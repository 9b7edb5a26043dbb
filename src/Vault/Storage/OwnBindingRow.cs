using System.Data.Common;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A binding of the calling service with its encrypted value: what its decision depends on, and what its answer is made
/// of.</summary>
/// <param name="Scopes">The scopes that the secret has now; none if it is not live, or its seal is wrong.</param>
/// <param name="Value">Null if the secret is not live, or its version is not its own.</param>
internal sealed record OwnBindingRow(string SecretId, string StoreId, Scopes Scopes, string Name, EncryptedRow? Value)
{
    private const string Secret = $"""
        LEFT JOIN "Secrets" s ON s."Id" = b."SecretId" AND s."StoreId" = b."StoreId" AND s.{LiveSecret.Sql}
        LEFT JOIN "SecretVersions" v ON v."Id" = s."VersionId" AND v."SecretId" = s."Id" AND v."StoreId" = s."StoreId"
        """;

    private const int FirstOfValue = 4,
        VersionId = 5,
        FirstOfBinding = 10;

    private static readonly int FirstOfSecret = FirstOfBinding + SealedTable.Bindings.Width,
        FirstOfConfig = FirstOfSecret + SealedTable.Secrets.Width;

    private static readonly string Columns = $"""
        b."SecretId", b."StoreId", s."Scopes", b."Name",
        s."Name", v."Id", s."VersionNumber", v."KeyId", v."WrappedKey", v."Ciphertext",
        {SealedTable.Bindings.Select("b")}, {SealedTable.Secrets.Select("s")}
        """;

    private static readonly string Sql = $"""
        SELECT {Columns}
        FROM "Bindings" b
        {Secret}
        WHERE b."ServiceId" = $service AND b."Name" = $name
        """;

    private static readonly string KeySql = $"""
        SELECT {Columns}, c."Id", c."Modified", c."RequestsPerMinute", {SealedTable.ProviderConfigs.Select("c")}
        FROM "ProviderConfigs" c JOIN "Bindings" b ON b."ServiceId" = c."ServiceId" AND b."Name" = c."BindingName"
        {Secret}
        WHERE c."ServiceId" = $service AND c."Provider" = $provider
            AND (c."Alias" = $alias OR ($alias IS NULL AND (c."IsDefault" OR c."Alias" = 'default')))
        ORDER BY c."IsDefault" DESC LIMIT 1
        """;

    /// <summary>The settings of a gateway's key; null for other bindings.</summary>
    public KeyConfigRow? Config { get; private init; }

    /// <summary>Null if the service has no binding with this name, or its seal is wrong.</summary>
    public static async ValueTask<OwnBindingRow?> ReadAsync(Statements statements, ServiceId service, string name)
    {
        await using var row = await statements.ReadAsync(Sql, ("$service", service.Value), ("$name", name));
        return await row.ReadAsync() ? Of(row, statements.Seals) : null;
    }

    /// <summary>A gateway's key for a provider; null if there is none.</summary>
    /// <param name="alias">Null for the default key or, if none is marked as default, the key with the alias <c>default</c>.</param>
    public static async ValueTask<OwnBindingRow?> ReadKeyAsync(Statements statements, ServiceId gateway, string? provider, string? alias)
    {
        await using var row = await statements.ReadAsync(KeySql, ("$service", gateway.Value), ("$provider", provider), ("$alias", alias));
        return
            await row.ReadAsync()
            && row.IsGenuine(statements.Seals, SealedTable.ProviderConfigs, FirstOfConfig + KeyConfigRow.Width)
            && Of(row, statements.Seals) is { } found
            ? found with
            {
                Config = KeyConfigRow.Of(row, FirstOfConfig),
            }
            : null;
    }

    private static OwnBindingRow? Of(DbDataReader row, RowSeals seals)
    {
        if (!row.IsGenuine(seals, SealedTable.Bindings, FirstOfBinding))
        {
            return null;
        }
        var hasSecret = !row.IsDBNull(2) && row.IsGenuine(seals, SealedTable.Secrets, FirstOfSecret);
        return new(
            row.GetString(0),
            row.GetString(1),
            hasSecret ? (Scopes)row.GetByte(2) : Scopes.None,
            row.GetString(3),
            hasSecret && !row.IsDBNull(VersionId) ? EncryptedRow.Of(row, FirstOfValue) : null
        );
    }
}

/// <summary>The current version of a secret, as it is stored.</summary>
internal sealed record EncryptedRow(string SecretName, string VersionId, int Number, EncryptedValue Value)
{
    public static EncryptedRow Of(DbDataReader row, int firstColumn) =>
        new(
            row.GetString(firstColumn),
            row.GetString(firstColumn + 1),
            row.GetInt32(firstColumn + 2),
            new EncryptedValue(
                row.GetString(firstColumn + 3),
                row.GetFieldValue<byte[]>(firstColumn + 4),
                row.GetFieldValue<byte[]>(firstColumn + 5)
            )
        );
}

/// <summary>A gateway's setting of a provider.</summary>
/// <param name="RequestsPerMinute">Null: no limit.</param>
internal sealed record KeyConfigRow(ProviderConfigId Id, DateTimeOffset Modified, int? RequestsPerMinute)
{
    /// <summary>The number of columns.</summary>
    public const int Width = 3;

    public static KeyConfigRow Of(DbDataReader row, int firstColumn) =>
        new(
            new ProviderConfigId(row.GetString(firstColumn)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(firstColumn + 1)),
            row.IsDBNull(firstColumn + 2) ? null : row.GetInt32(firstColumn + 2)
        );
}
