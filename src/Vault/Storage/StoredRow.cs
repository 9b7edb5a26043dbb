using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Storage;

/// <summary>An audit row as it is stored, before it is verified.</summary>
/// <param name="Mac">Null if the column is empty or contains no bytes.</param>
/// <param name="Columns">In the order of <see cref="AuditLine.ColumnNames"/>: null,
/// text or an integer, or anything that was written by hand instead.</param>
internal sealed record StoredRow(long Id, string Chain, long Number, byte[]? Mac, object?[] Columns)
{
    private static readonly string[] Names = ["Chain", "Number", "Mac", .. AuditLine.ColumnNames];

    /// <summary>The columns of the log and of its tail, except the row's own id.</summary>
    public static readonly string Stored = string.Join(", ", Names.Select(c => $"\"{c}\""));

    private static readonly string Select = $"""SELECT "Id", {Stored} FROM "AuditEntries" """;

    private static readonly int DetailsColumn = AuditLine.ColumnNames.ToList().IndexOf(nameof(AuditLine.Details));

    /// <summary>The statement that inserts one row, with values in the order of <see cref="Stored"/>.</summary>
    public static string InsertInto(string table) =>
        $"""INSERT INTO "{table}" ({Stored}) VALUES ({string.Join(", ", Names.Select(_ => "?"))})""";

    public string? Details => Columns[DetailsColumn] as string;

    /// <summary>All rows, chain by chain, ordered by number. Only one row is in memory at a time.</summary>
    public static IEnumerable<StoredRow> InChains(Statements statements) =>
        Read(statements, Select + """ORDER BY "Chain", "Number", "Id" """);

    /// <summary>The rows that start chains.</summary>
    public static IEnumerable<StoredRow> Starts(Statements statements) =>
        Read(statements, Select + """WHERE "Act" IS NULL ORDER BY "Chain", "Number" """);

    /// <summary>Whether the row's MAC matches its content and its place.</summary>
    public bool IsGenuine(byte[] key, byte[] previous) =>
        Mac is { Length: > 0 } mac
        && Columns.All(c => c is null or string or long)
        && mac.AsSpan().SequenceEqual(AuditChain.Code(key, previous, Chain, Number, Columns));

    /// <summary>The key of the chain that this row starts; null if the row is not the genuine first row of a chain.</summary>
    public byte[]? KeyOfChain(AuditKeys keys) => Number == 1 ? keys.All.FirstOrDefault(key => IsGenuine(key, [])) : null;

    /// <summary>Whether this is a genuine first row of a chain that began with an anchor.</summary>
    public bool RecordsAnchor(AuditKeys keys) =>
        KeyOfChain(keys) is not null && AuditHeads.Parse(Details).ContainsKey(AuditLine.AnchorMark);

    private static IEnumerable<StoredRow> Read(Statements statements, string sql)
    {
        using var query = statements.Prepare(sql);
        using var row = query.ExecuteReader();
        while (row.Read())
        {
            var columns = new object?[AuditLine.ColumnNames.Count];
            for (var i = 0; i < columns.Length; i++)
            {
                columns[i] = row.IsDBNull(i + 4) ? null : row.GetValue(i + 4);
            }
            yield return new(
                row.GetInt64(0),
                row.GetValue(1) as string ?? "",
                row.GetValue(2) as long? ?? 0,
                row.GetValue(3) as byte[],
                columns
            );
        }
    }
}
