using Microsoft.Data.Sqlite;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>Records for which services a name has another value, or no value any more. Triggers of the writer's own connection do it, so
/// that it covers every way of changing a binding or a secret: entities, updates and deletes without loading, prepared statements, and
/// cascades of a deleted store. A service whose credential or workload may have become invalid gets a row too, without a name.</summary>
internal static class BindingChangeTriggers
{
    private const long MaxMilliseconds = BindingChangeLimits.MaxDays * 24 * 60 * 60 * 1000L;

    private static readonly string Triggers = CreateTriggers();

    private const string Now = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";

    /// <summary>The version of a secret that a service can read; NULL if the second check fails.</summary>
    private static string Found(string secret) =>
        $"""CASE WHEN {secret}.{LiveSecret.Sql} AND ({secret}."Scopes" & v."Kind") = v."Kind" THEN {secret}."VersionId" END""";

    /// <summary>The newest row from before a time. The plus sign keeps SQLite from walking down from the newest id, over all rows that are
    /// not that old; it then takes the index of times.</summary>
    internal static string NewestExpired(string time) => $"""SELECT MAX(+"Id") FROM "BindingChanges" WHERE "At" < {time}""";

    /// <summary>Inserts the rows for bindings that exist or existed.</summary>
    private static string Insert(string bindings, string where) =>
        $"""
            INSERT INTO "BindingChanges" ("ServiceId", "Name", "At")
            SELECT v."Id", b."Name", {Now} FROM {bindings} b
            JOIN "Services" v ON v."Id" = b."ServiceId" AND (v."StoreId" IS NULL OR v."StoreId" = b."StoreId") WHERE {where};
            """;

    private static string One(string row) =>
        $"""(SELECT {row}."ServiceId" AS "ServiceId", {row}."Name" AS "Name", {row}."StoreId" AS "StoreId")""";

    private static string Of(string secret) => $"""b."SecretId" = {secret}."Id" AND b."StoreId" = {secret}."StoreId" """;

    /// <summary>No client receives a row without a name: it wakes the service's followers, so that
    /// their right is checked again. A removed service has no such row.</summary>
    private static string Notify(string service) =>
        $"""INSERT INTO "BindingChanges" ("ServiceId", "Name", "At") SELECT "Id", '', {Now} FROM "Services" WHERE "Id" = {service};""";

    // An update of the last use changes nothing else, so it is ignored.
    private static string Rights(string table)
    {
        var notify = Notify("OLD.\"ServiceId\"");
        return $"""
            CREATE TEMP TRIGGER IF NOT EXISTS "revoked {table}" AFTER DELETE ON main."{table}" BEGIN {notify} END;
            CREATE TEMP TRIGGER IF NOT EXISTS "edited {table}" AFTER UPDATE ON main."{table}" WHEN OLD."LastUsed" IS NEW."LastUsed"
                BEGIN {notify} END;
            """;
    }

    private static string CreateTriggers()
    {
        const string Bindings = "\"Bindings\"";
        var (insertNew, insertOld) = (Insert(One("NEW"), "1"), Insert(One("OLD"), "1"));
        var insertChanged = Insert(Bindings, $"{Of("NEW")} AND {Found("OLD")} IS NOT {Found("NEW")}");
        var insertDeleted = Insert(Bindings, $"{Of("OLD")} AND {Found("OLD")} IS NOT NULL");
        var notify = Notify("OLD.\"Id\"");
        return $"""
            CREATE TEMP TRIGGER IF NOT EXISTS bound AFTER INSERT ON main."Bindings" BEGIN {insertNew} END;
            CREATE TEMP TRIGGER IF NOT EXISTS unbound AFTER DELETE ON main."Bindings" BEGIN {insertOld} END;
            CREATE TEMP TRIGGER IF NOT EXISTS rebound AFTER UPDATE OF "SecretId", "StoreId" ON main."Bindings"
                WHEN OLD."SecretId" <> NEW."SecretId" BEGIN {insertNew} END;
            CREATE TEMP TRIGGER IF NOT EXISTS changed AFTER UPDATE OF "VersionId", "Scopes", "Status" ON main."Secrets"
                BEGIN {insertChanged} END;
            CREATE TEMP TRIGGER IF NOT EXISTS deleted AFTER DELETE ON main."Secrets" BEGIN {insertDeleted} END;
            {Rights("ServiceCredentials")}
            {Rights("WorkloadIdentities")}
            CREATE TEMP TRIGGER IF NOT EXISTS removed BEFORE DELETE ON main."Services" BEGIN {notify} END;
            CREATE TEMP TRIGGER IF NOT EXISTS trimmed AFTER INSERT ON main."BindingChanges" BEGIN
                DELETE FROM "BindingChanges" WHERE "Id" <= NEW."Id" - {BindingChangeLimits.MaxRows};
                DELETE FROM "BindingChanges" WHERE "Id" <= ({NewestExpired($"NEW.\"At\" - {MaxMilliseconds}")});
            END;
            """;
    }

    /// <param name="connection">The single writer's connection.</param>
    public static void AddTo(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Triggers;
        command.ExecuteNonQuery();
    }
}
