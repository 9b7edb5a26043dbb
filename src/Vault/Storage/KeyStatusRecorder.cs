using System.Collections.Concurrent;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Gateways;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The last recorded status of each key, so that a use costs a write only if the status changed.</summary>
internal sealed class KeyStatusRecorder
{
    private const int MaxKeys = 20_000;

    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<
        ProviderConfigId,
        (DateTimeOffset Modified, string Version, bool WasAccepted, DateTimeOffset At)
    > _recorded = new();

    public bool ShouldRecord(ProviderKey key, bool wasAccepted, DateTimeOffset now)
    {
        if (
            _recorded.TryGetValue(key.Config, out var last)
            && last.Modified == key.Modified
            && last.Version == key.Version
            && last.WasAccepted == wasAccepted
            && now - last.At < MinInterval
        )
        {
            return false;
        }
        if (_recorded.Count >= MaxKeys)
        {
            _recorded.Clear();
        }
        _recorded[key.Config] = (key.Modified, key.Version, wasAccepted, now);
        return true;
    }

    public void Forget(ProviderKey key) => _recorded.TryRemove(key.Config, out _);

    /// <summary>Records the provider's response to the key. A config that was changed in the meantime, or whose secret has a new value, has
    /// another key, which this status does not describe.</summary>
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
