using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>Records what each change touches. Temporary triggers of the writer's connection do it, as for
/// <see cref="BindingChangeTriggers"/>, so that no operation can forget it, whichever way it writes. A rollback also takes the records
/// back.</summary>
internal static class TouchTriggers
{
    // An update of the last use changes nothing else, and is no change.
    // Binding and deploying only set a service's time of modification, which no cached reading shows.
    private const string UnlessSame = """
        WHEN OLD."StoreId" IS NOT NEW."StoreId" OR OLD."Kind" <> NEW."Kind" OR OLD."Name" <> NEW."Name" OR OLD."Seal" IS NOT NEW."Seal"
        """;

    private const string UnlessUsed = """WHEN OLD."LastUsed" IS NEW."LastUsed" """;

    /// <summary>The watched tables. A table that is not among them has no data that is cached and no right rests on it.</summary>
    public static IReadOnlyList<string> Tables => [.. Rules.Select(r => r.Table).Distinct()];

    private static IReadOnlyList<Rule> Rules { get; } =
    [
        new("Stores", "", row => [One(TouchKind.Store, $"{row}.\"Id\"")]),
        new(
            "Secrets",
            UnlessUsed,
            row =>
                [
                    One(TouchKind.Store, $"{row}.\"StoreId\""),
                    One(TouchKind.Secret, $"{row}.\"Id\""),
                    Select(TouchKind.Service, "b.\"ServiceId\"", $"\"Bindings\" b WHERE b.\"SecretId\" = {row}.\"Id\""),
                ]
        ),
        new("SecretVersions", "", row => [One(TouchKind.Store, $"{row}.\"StoreId\"")]),
        new(
            "Services",
            UnlessSame,
            row => [One(TouchKind.Service, $"{row}.\"Id\""), One(TouchKind.Services, "''"), One(TouchKind.Workloads, "''")]
        ),
        new("Bindings", UnlessUsed, row => [One(TouchKind.Store, $"{row}.\"StoreId\""), One(TouchKind.Service, $"{row}.\"ServiceId\"")]),
        new("ProviderConfigs", UnlessUsed, row => [One(TouchKind.Service, $"{row}.\"ServiceId\"")]),
        new("Deployments", "", row => [One(TouchKind.Service, $"{row}.\"ServiceId\"")]),
        new("ServiceCredentials", UnlessUsed, row => [One(TouchKind.Credential, $"{row}.\"Id\"")]),
        new("WorkloadIdentities", UnlessUsed, _ => [One(TouchKind.Workloads, "''")]),
        new("ApiTokens", UnlessUsed, row => [One(TouchKind.Token, $"{row}.\"Id\"")]),
        new("ApiTokenStores", "", row => [One(TouchKind.Token, $"{row}.\"TokenId\"")]),
        new("Members", """WHEN OLD."LastSignIn" IS NEW."LastSignIn" """, _ => [One(TouchKind.Members, "''")]),
        new("MemberRoles", "", _ => [One(TouchKind.Rights, "''")]),
        new("StoreGrants", "", _ => [One(TouchKind.Rights, "''")]),
        new("Sessions", """WHEN OLD."LastSeen" IS NEW."LastSeen" """, _ => [One(TouchKind.Rights, "''")]),
        new("Invitations", "", _ => [One(TouchKind.Rights, "''")]),
    ];

    private static readonly string Triggers = Create();

    /// <param name="connection">The single writer's connection.</param>
    public static void AddTo(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Triggers;
        command.ExecuteNonQuery();
    }

    private static string Create()
    {
        var text = new System.Text.StringBuilder(
            """
            CREATE TEMP TABLE IF NOT EXISTS "Touched" ("Kind" INTEGER NOT NULL, "Id" TEXT NOT NULL, PRIMARY KEY ("Kind", "Id"))
                WITHOUT ROWID;
            CREATE TEMP TABLE IF NOT EXISTS "LiveSecretsDelta" ("Delta" INTEGER NOT NULL);
            INSERT INTO "LiveSecretsDelta" VALUES (0);

            """
        );
        foreach (var (table, unless, touches) in Rules)
        {
            Add(text, $"touched by insert {table}", $"AFTER INSERT ON main.\"{table}\"", touches("NEW"));
            Add(text, $"touched by delete {table}", $"AFTER DELETE ON main.\"{table}\"", touches("OLD"));
            Add(text, $"touched by update {table}", $"AFTER UPDATE ON main.\"{table}\" {unless}", [.. touches("OLD"), .. touches("NEW")]);
        }
        var (isNew, wasOld) = ($"NEW.{Vault.Secrets.LiveSecret.Sql}", $"OLD.{Vault.Secrets.LiveSecret.Sql}");
        Add(text, "counted insert", "AFTER INSERT ON main.\"Secrets\"", [Count($"({isNew})")]);
        Add(text, "counted delete", "AFTER DELETE ON main.\"Secrets\"", [Count($"-({wasOld})")]);
        Add(text, "counted update", "AFTER UPDATE OF \"Status\" ON main.\"Secrets\"", [Count($"({isNew}) - ({wasOld})")]);
        return text.ToString();
    }

    private static void Add(System.Text.StringBuilder text, string name, string on, IEnumerable<string> body) =>
        text.AppendLine($"""CREATE TEMP TRIGGER IF NOT EXISTS "{name}" {on} BEGIN {string.Concat(body)} END;""");

    private static string One(TouchKind kind, string id) => $"""INSERT OR IGNORE INTO "Touched" VALUES ({(int)kind}, {id});""";

    private static string Select(TouchKind kind, string id, string from) =>
        $"""INSERT OR IGNORE INTO "Touched" SELECT {(int)kind}, {id} FROM {from};""";

    private static string Count(string delta) => $"""UPDATE "LiveSecretsDelta" SET "Delta" = "Delta" + {delta};""";

    /// <param name="Unless">The condition of an update that touches something.</param>
    /// <param name="Touches">The statements for a row: NEW or OLD.</param>
    private sealed record Rule(string Table, string Unless, Func<string, IReadOnlyList<string>> Touches);
}
