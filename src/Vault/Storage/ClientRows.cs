namespace SecretsDashboard.Vault.Storage;

/// <summary>Looks up what unauthenticated clients depend on: what they present, by its hash, and whether anybody can sign in.</summary>
internal static class ClientRows
{
    /// <summary>Whether the first member exists.</summary>
    public static bool IsSetUp(Snapshot snapshot) => (long)snapshot.Statements.Scalar("""SELECT COUNT(*) FROM "SetupMarks" """)! > 0;

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
