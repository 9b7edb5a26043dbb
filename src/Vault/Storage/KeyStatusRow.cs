using SecretsDashboard.Vault.Gateways;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Writes the last response of a provider to a key.</summary>
internal static class KeyStatusRow
{
    /// <summary>A config that was changed in the meantime, or whose secret has a new value, has another key, which this status does not
    /// describe.</summary>
    public static void Write(WriteTransaction transaction, ProviderKey key, bool wasAccepted, DateTimeOffset now) =>
        transaction.Statements.Run(
            """
            UPDATE "ProviderConfigs" SET "WasAccepted" = $accepted, "LastUsed" = $now
            WHERE "Id" = $id AND "Modified" = $modified AND EXISTS (
                SELECT 1 FROM "Bindings" b JOIN "Secrets" s ON s."Id" = b."SecretId"
                WHERE b."ServiceId" = "ProviderConfigs"."ServiceId" AND b."Name" = "ProviderConfigs"."BindingName"
                    AND s."VersionId" = $version)
            """,
            ("$accepted", wasAccepted),
            ("$now", now.ToUnixTimeMilliseconds()),
            ("$id", key.Config.Value),
            ("$modified", key.Modified.ToUnixTimeMilliseconds()),
            ("$version", key.Version)
        );
}
