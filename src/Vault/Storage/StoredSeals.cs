using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>A secret whose current version is older than the newest one in the audit log: another program put an older row back.</summary>
/// <param name="Version">Its current version.</param>
/// <param name="Recorded">The newest version of the audit log.</param>
public sealed record OlderSecret(string Id, string Name, long Version, long Recorded);

/// <summary>What the verification of all rows found.</summary>
/// <param name="Forged">The rows whose seals are wrong.</param>
/// <param name="Older">The secrets that were put back to an older version.</param>
public sealed record SealVerdict(IReadOnlyList<ForgedRow> Forged, IReadOnlyList<OlderSecret> Older)
{
    /// <summary>Triggers and views that this program did not create: they could undo changes, or hide rows.</summary>
    public IReadOnlyList<string> Foreign { get; init; } = [];

    public bool IsWhole => Forged.Count == 0 && Older.Count == 0 && Foreign.Count == 0;
}

/// <summary>Checks the seals of all rows, and compares the newest version of each secret with the audit log: a seal does not show that a
/// row is the newest one.</summary>
internal static class StoredSeals
{
    private const string OlderSql = $"""
        SELECT s."Id", s."Name", s."VersionNumber", MAX(CAST(json_extract(a."Details", '$.version') AS INTEGER)) AS "Recorded"
        FROM "AuditEntries" a JOIN "Secrets" s ON s."Id" = a."TargetId"
        WHERE a."Act" = '{nameof(Access.Act.EditSecret)}' AND a."TargetKind" = 'Secret' AND a."Result" = 1
            AND json_valid(a."Details") AND json_extract(a."Details", '$.version') IS NOT NULL
        GROUP BY s."Id" HAVING "Recorded" > s."VersionNumber" ORDER BY s."Name", s."Id"
        """;

    public static SealVerdict Check(OperationContext context, Statements statements, CancellationToken cancel)
    {
        var forged = new List<ForgedRow>();
        foreach (var table in SealedTable.All)
        {
            var found = Find(statements, table, cancel);
            context.Tools.Seals.Forged.Replace(table, found);
            forged.AddRange(found);
        }
        return new(forged, ReadOlder(statements)) { Foreign = [.. statements.FindForeign().Select(f => AuditText.Name(f)!)] };
    }

    /// <summary>Seals all rows as they are. Not while there are triggers, which could write more rows meanwhile.</summary>
    /// <returns>The rows whose seals were wrong; null if there are triggers or views of another program.</returns>
    public static List<ForgedRow>? AcceptAll(OperationContext context)
    {
        using var statements = context.Tools.Database.Of(context.Db, context.Tools.Seals);
        return statements.FindForeign().Count > 0 ? null : SealedRows.Seal(statements, SealedTable.All);
    }

    private static List<ForgedRow> Find(Statements statements, SealedTable table, CancellationToken cancel)
    {
        var found = new List<ForgedRow>();
        long? after = null;
        do
        {
            cancel.ThrowIfCancellationRequested();
            after = SealedRows.Check(statements, table, after, found);
        } while (after is not null);
        return found;
    }

    private static List<OlderSecret> ReadOlder(Statements statements)
    {
        using var row = statements.Read(OlderSql);
        var older = new List<OlderSecret>();
        while (row.Read())
        {
            older.Add(new(row.GetString(0), AuditText.Name(row.GetString(1))!, row.GetInt64(2), row.GetInt64(3)));
        }
        return older;
    }
}
