using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Checks whether the audit log can be written: inserts and deletes a row in one transaction, whose commit is durable. Readers
/// never see the row, and it is in no chain.</summary>
internal static class AuditProbe
{
    // No row of the log has this number, and the row uses up none of theirs.
    private const long Id = -1;

    private static readonly AuditLine Line = AuditLine.ChainStarted(DateTimeOffset.UnixEpoch, [], isAnchored: false);
    private static readonly string InsertSql =
        $"""INSERT INTO "AuditEntries" ("Id", {StoredRow.Stored}) VALUES ({Id}, '', 0, """
        + $"""x''{string.Concat(AuditLine.ColumnNames.Select(_ => ", ?"))})""";
    private static readonly string DeleteSql = $"""DELETE FROM "AuditEntries" WHERE "Id" = {Id}""";

    public static void Run(Statements statements)
    {
        statements.ExecutePositional(InsertSql, [.. Line.Columns().Select(c => c.Value)]);
        statements.ExecutePositional(DeleteSql, []);
    }
}
