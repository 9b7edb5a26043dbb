using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Audit;

/// <summary>The newest rows of the audit log: durable and part of their chain like all others, but in a table without indexes. A row of the log touches eleven pages, one in
/// the tail two; they go into the log together and share those pages then.</summary>
/// <remarks>Whoever reads the log lets it settle first (<see cref="Look{T}"/>), so that nobody has to know of the tail.</remarks>
internal static class AuditTail
{
    /// <summary>Few enough to be moved within a millisecond or two, for which everybody waits.</summary>
    public const int Longest = 256;

    private static readonly string[] ColumnNames = ["Chain", "Number", "Mac", .. AuditLine.ColumnNames];
    private static readonly string Columns = string.Join(", ", ColumnNames.Select(c => $"\"{c}\""));
    private static readonly string Values = string.Join(", ", ColumnNames.Select(_ => "?"));

    private static readonly string LogSql = $"""INSERT INTO "AuditEntries" ({Columns}) VALUES ({Values})""";
    private static readonly string AddSql = $"""INSERT INTO "AuditTail" ({Columns}) VALUES ({Values})""";
    private static readonly string MoveSql = $"""INSERT INTO "AuditEntries" ({Columns}) SELECT {Columns} FROM "AuditTail" ORDER BY "Id" """;
    private const string EmptySql = """DELETE FROM "AuditTail" """;

    /// <summary>Writes a row into the log itself. The tail is empty, or the row would come before older ones.</summary>
    public static void Log(Statements statements, object?[] row) => statements.RunBare(LogSql, row);

    public static void Add(Statements statements, object?[] row) => statements.RunBare(AddSql, row);

    /// <summary>Moves all of it into the log, whichever process wrote it.</summary>
    public static void Settle(Statements statements)
    {
        statements.RunBare(MoveSql, []);
        statements.RunBare(EmptySql, []);
    }

    public static bool IsEmpty(Statements statements) => statements.Scalar("""SELECT 1 FROM "AuditTail" LIMIT 1""") is null;
}
