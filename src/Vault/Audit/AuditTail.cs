using Microsoft.Data.Sqlite;
using SecretsDashboard.Vault.Gate;
using SQLitePCL;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The newest audit rows of what is read again and again: durable and part of their chain like all others, but in a table without indexes. A row of the log
/// touches eleven pages, one here two; they go into the log together and share those pages then.</summary>
/// <remarks>It settles before anybody reads the log (<see cref="Operation.ReadsAudit"/>) and before anything else is written there.</remarks>
internal static class AuditTail
{
    /// <summary>Few enough to be moved within a millisecond or two, for which everybody waits.</summary>
    public const int Longest = 256;

    private static readonly string[] ColumnNames = ["Chain", "Number", "Mac", .. AuditLine.ColumnNames];

    /// <summary>Of this table and of the log, but for the row's own number.</summary>
    public static readonly string Columns = string.Join(", ", ColumnNames.Select(c => $"\"{c}\""));

    public static readonly string InsertSql = InsertInto("AuditTail");

    private static readonly string MoveSql = $"""INSERT INTO "AuditEntries" ({Columns}) SELECT {Columns} FROM "AuditTail" ORDER BY "Id" """;
    private const string EmptySql = """DELETE FROM "AuditTail" """;

    // Below all numbers that are taken in its chain, in the log or here.
    private const string SetAsideSql = """
        UPDATE "AuditTail" AS t SET "Number" = MIN(0, (SELECT MIN("Number") FROM "AuditTail"), (SELECT MIN("Number") FROM "AuditEntries")) - "Id"
        WHERE EXISTS (SELECT 1 FROM "AuditEntries" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number")
            OR EXISTS (SELECT 1 FROM "AuditTail" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number" AND e."Id" < t."Id")
        """;

    public static string InsertInto(string table) => $"""INSERT INTO "{table}" ({Columns}) VALUES ({string.Join(", ", ColumnNames.Select(_ => "?"))})""";

    public static bool IsEmpty(Statements statements) => statements.Scalar("""SELECT 1 FROM "AuditTail" LIMIT 1""") is null;

    /// <summary>Moves all of it into the log, whichever process wrote it.</summary>
    public static void Move(Statements statements)
    {
        try
        {
            statements.RunBare(MoveSql, []);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == raw.SQLITE_CONSTRAINT)
        {
            // A place in a chain is taken twice, so somebody wrote here by hand. That must not keep the program from writing: the row is kept where the verification names it.
            statements.RunBare(SetAsideSql, []);
            statements.RunBare(MoveSql, []);
        }
        statements.RunBare(EmptySql, []);
    }
}
