namespace SecretsDashboard.Vault.Storage;

/// <summary>Looks up what unauthenticated clients present, by its hash.</summary>
internal static class ClientRows
{
    public static bool HasDevice(Snapshot snapshot, byte[] hash, DateTimeOffset oldest) =>
        snapshot.Statements.Scalar(
            """SELECT 1 FROM "KnownDevices" WHERE "TokenHash" = $hash AND "Created" > $oldest""",
            ("$hash", hash),
            ("$oldest", oldest.ToUnixTimeMilliseconds())
        )
            is not null;

    public static bool HasOpenInvitation(Snapshot snapshot, byte[] hash, DateTimeOffset now) =>
        snapshot.Statements.Scalar(
            """SELECT 1 FROM "Invitations" WHERE "TokenHash" = $hash AND "Expires" > $now""",
            ("$hash", hash),
            ("$now", now.ToUnixTimeMilliseconds())
        )
            is not null;
}
