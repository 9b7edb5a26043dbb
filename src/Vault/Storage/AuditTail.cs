using System.Data.Common;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The newest audit rows of repeated reads: durable and part of their chain like all others, but in a table without indexes. A row
/// of the log touches eleven pages, a row here two; moved together, the rows share those pages.</summary>
/// <remarks>The tail is moved to the log before the log is read
/// (<see cref="Operation.ReadsAudit"/>) and before any other row is written to it.</remarks>
internal static class AuditTail
{
    /// <summary>All writes wait for a move, two to eight milliseconds; with half as many rows and many secrets, a move took nearly as long
    /// and happened twice as often.</summary>
    public const int MaxRows = 256;

    public static readonly string InsertSql = StoredRow.InsertInto("AuditTail");

    private static readonly string MoveSql =
        $"""INSERT INTO "AuditEntries" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditTail" ORDER BY "Id" """;
    private const string EmptySql = """DELETE FROM "AuditTail" """;

    /// <summary>Separates the chain of a row that was set aside from a random suffix that makes it unique. The row is otherwise unchanged,
    /// so that its MAC can still be checked.</summary>
    public const char SetAsideSeparator = '/';

    private static readonly string SetAsideSql = $"""
        UPDATE "AuditTail" AS t SET "Chain" = t."Chain" || '{SetAsideSeparator}' || lower(hex(randomblob(8)))
        WHERE EXISTS (SELECT 1 FROM "AuditEntries" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number")
            OR EXISTS (SELECT 1 FROM "AuditTail" e WHERE e."Chain" = t."Chain" AND e."Number" = t."Number" AND e."Id" < t."Id")
        """;

    public static bool IsEmpty(Statements statements) => statements.Scalar("""SELECT 1 FROM "AuditTail" LIMIT 1""") is null;

    /// <summary>Moves all rows to the log, whichever process wrote them.</summary>
    public static void Move(Statements statements)
    {
        try
        {
            statements.ExecutePositional(MoveSql, []);
        }
        catch (DbException e) when (statements.IsConstraint(e))
        {
            // Two rows have the same number in a chain, so one of them was written by hand. That must not stop the program from writing:
            // the row is set aside, and the verification reports it.
            statements.ExecutePositional(SetAsideSql, []);
            statements.ExecutePositional(MoveSql, []);
        }
        statements.ExecutePositional(EmptySql, []);
    }
}
