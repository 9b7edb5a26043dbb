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
    /// <param name="after">The rowid after which to begin; the least number for the first rows.</param>
    /// <param name="forged">Receives the rows whose seals are wrong.</param>
    /// <returns>The rowid after which to go on; null at the end of the table.</returns>
    public static long? Check(Statements statements, SealedTable table, long after, ICollection<ForgedRow> forged) =>
        Read(
            statements,
            table,
            after,
            (_, values, seal) =>
            {
                if (!statements.Seals.IsGenuine(table, values, seal))
                {
                    forged.Add(ForgedRow.Of(table, values));
                }
            }
        );

    /// <summary>Seals every row of these tables as it is, and gives hashes from before hashes had a key their key.</summary>
    public static void Seal(Statements statements, IReadOnlyCollection<SealedTable> tables)
    {
        foreach (var (table, hash) in Hashes.Where(h => tables.Contains(h.Table)))
        {
            AddKey(statements, table, hash);
        }
        foreach (var table in tables)
        {
            var update = $"""UPDATE "{table.Name}" SET "{SealedTable.Seal}" = $seal WHERE rowid = $id""";
            for (long? after = long.MinValue; after is { } from; )
            {
                var seals = new List<(long Id, byte[] Seal)>();
                after = Read(statements, table, from, (id, values, _) => seals.Add((id, statements.Seals.SealOf(table, values))));
                seals.ForEach(row => statements.Run(update, ("$seal", row.Seal), ("$id", row.Id)));
            }
        }
        statements.Run("""UPDATE "Installations" SET "SealKeyId" = $key""", ("$key", statements.Seals.KeyId));
    }

    private static long? Read(Statements statements, SealedTable table, long after, Action<long, object?[], byte[]?> use)
    {
        using var row = statements.Read(
            $"""SELECT t.rowid, {table.Select("t")} FROM "{table.Name}" t WHERE t.rowid > $after ORDER BY t.rowid LIMIT {AtOnce}""",
            ("$after", after)
        );
        var (rows, last) = (0, after);
        while (row.Read())
        {
            (rows, last) = (rows + 1, row.GetInt64(0));
            use(last, row.SealedValues(table, 1), row.GetValue(table.Width) as byte[]);
        }
        return rows == AtOnce ? last : null;
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
