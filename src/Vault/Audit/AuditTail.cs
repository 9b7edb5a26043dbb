using Microsoft.Data.Sqlite;
using SecretsDashboard.Vault.Gate;
using SQLitePCL;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The newest audit rows of what is read again and again: durable and part of their
/// chain like all others, but in a table without indexes. A row of the log
/// touches eleven pages, one here two; they go into the log together and share those pages then.</summary>
/// <remarks>It settles before anybody reads the log (<see cref="Operation.ReadsAudit"/>)
/// and before anything else is written there.</remarks>
internal static class AuditTail
{
    /// <summary>Everybody waits while it is moved, two to eight milliseconds; half as many took
    /// nearly as long with many secrets, and were moved twice as often.</summary>
    public const int Longest = 256;

    public static readonly string InsertSql = StoredRow.InsertInto("AuditTail");

    private static readonly string MoveSql =
        $"""INSERT INTO "AuditEntries" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditTail" ORDER BY "Id" """;
    private const string EmptySql = """DELETE FROM "AuditTail" """;

    /// <summary>Stands behind the chain of a row that was set aside, before what makes it one of its own.
    /// The row is otherwise as it was, so that its code can still be checked.</summary>
    public const char Aside = '/';

    private static readonly string SetAsideSql = $"""
        UPDATE "AuditTail" AS t SET "Chain" = t."Chain" || '{Aside}' || lower(hex(randomblob(8)))
        WHERE EXISTS (SELECT 1 FROM "AuditEntries" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number")
            OR EXISTS (SELECT 1 FROM "AuditTail" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number" AND e."Id" < t."Id")
        """;

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
            // Two rows claim one place in a chain, so somebody wrote one of them by hand. That must not keep
            // the program from writing: this one is kept where the verification names it.
            statements.RunBare(SetAsideSql, []);
            statements.RunBare(MoveSql, []);
        }
        statements.RunBare(EmptySql, []);
    }
}
