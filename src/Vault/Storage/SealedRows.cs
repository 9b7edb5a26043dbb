using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Reads whole tables for their seals, a few rows at a time.</summary>
internal static class SealedRows
{
    private const int AtOnce = 1_000;

    private static readonly (SealedTable Table, string Hash)[] Hashes =
    [
        (SealedTable.ApiTokens, "Hash"),
        (SealedTable.ServiceCredentials, "Hash"),
        (SealedTable.ServiceCredentials, "PreviousHash"),
        (SealedTable.Invitations, "TokenHash"),
    ];

    /// <summary>Checks some rows of a table.</summary>
    /// <param name="after">The rowid after which to begin; null for the first rows.</param>
    /// <param name="forged">Receives the rows whose seals are wrong.</param>
    /// <returns>The rowid after which to go on; null at the end of the table.</returns>
    public static long? Check(Statements statements, SealedTable table, long? after, ICollection<ForgedRow> forged)
    {
        var (found, last) = ReadForged(statements, table, after);
        found.ForEach(row => forged.Add(ForgedRow.Of(table, row.Values)));
        return last;
    }

    /// <summary>Seals every row of these tables as it is, and gives hashes from before hashes had a key their key.</summary>
    /// <returns>The rows whose seals were wrong.</returns>
    public static List<ForgedRow> Seal(Statements statements, IReadOnlyCollection<SealedTable> tables)
    {
        foreach (var (table, hash) in Hashes.Where(h => tables.Contains(h.Table)))
        {
            AddKey(statements, table, hash);
        }
        var all = new List<ForgedRow>();
        foreach (var table in tables)
        {
            var update = $"""UPDATE "{table.Name}" SET "{SealedTable.Seal}" = $seal WHERE rowid = $id""";
            long? after = null;
            do
            {
                (var forged, after) = ReadForged(statements, table, after);
                all.AddRange(forged.Select(row => ForgedRow.Of(table, row.Values)));
                forged.ForEach(row => statements.Run(update, ("$seal", statements.Seals.SealOf(table, row.Values)), ("$id", row.Id)));
            } while (after is not null);
        }
        statements.Run("""UPDATE "Installations" SET "SealKeyId" = $key""", ("$key", statements.Seals.KeyId));
        return all;
    }

    private static (List<(long Id, object?[] Values)> Forged, long? Last) ReadForged(Statements statements, SealedTable table, long? after)
    {
        var where = after is null ? "" : "WHERE t.rowid > $after";
        var sql = $"""SELECT t.rowid, {table.Select("t")} FROM "{table.Name}" t {where} ORDER BY t.rowid LIMIT {AtOnce}""";
        using var row = after is { } from ? statements.Read(sql, ("$after", from)) : statements.Read(sql);
        var (rows, last, forged) = (0, 0L, new List<(long, object?[])>());
        while (row.Read())
        {
            (rows, last) = (rows + 1, row.GetInt64(0));
            var values = row.SealedValues(table, 1);
            if (!statements.Seals.IsGenuine(table, values, row.AnyBytes(table.Width)))
            {
                forged.Add((last, values));
            }
        }
        return (forged, rows == AtOnce ? last : null);
    }

    private static void AddKey(Statements statements, SealedTable table, string column)
    {
        var hashes = new List<(long Id, byte[] Hash)>();
        using (var row = statements.Read($"""SELECT rowid, "{column}" FROM "{table.Name}" WHERE "{column}" IS NOT NULL"""))
        {
            while (row.Read())
            {
                if (row.GetValue(1) is byte[] hash && RowSeals.IsWithoutKey(hash))
                {
                    hashes.Add((row.GetInt64(0), statements.Seals.HashOf(hash)));
                }
            }
        }
        var update = $"""UPDATE "{table.Name}" SET "{column}" = $hash WHERE rowid = $id""";
        hashes.ForEach(row => statements.Run(update, ("$hash", row.Hash), ("$id", row.Id)));
    }
}
