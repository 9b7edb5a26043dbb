using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Audit;

/// <summary>Tries whether the audit log can be written: a row goes in and out again within one
/// transaction, whose commit is durable. No reader ever sees it, and no chain has it.</summary>
internal static class AuditProbe
{
    // No row of the log has such a number, and it uses up none of theirs.
    private const long Id = -1;

    private static readonly AuditLine Line = AuditLine.ChainStarted(DateTimeOffset.UnixEpoch, [], isAnchored: false);
    private static readonly string InsertSql =
        $"""INSERT INTO "AuditEntries" ("Id", {StoredRow.Stored}) VALUES ({Id}, '', 0, x''{string.Concat(AuditLine.ColumnNames.Select(_ => ", ?"))})""";
    private static readonly string DeleteSql = $"""DELETE FROM "AuditEntries" WHERE "Id" = {Id}""";

    public static void Run(Statements statements)
    {
        statements.RunBare(InsertSql, [.. Line.Columns().Select(c => c.Value)]);
        statements.RunBare(DeleteSql, []);
    }
}
