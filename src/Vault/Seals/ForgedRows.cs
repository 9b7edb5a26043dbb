using System.Collections.Concurrent;
using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Seals;

/// <summary>A row whose seal is wrong: another program wrote or changed it.</summary>
/// <param name="Table">The table's name in the database.</param>
/// <param name="Key">The values of the columns that identify the row, joined by a slash.</param>
public readonly record struct ForgedRow(string Table, string Key)
{
    private const int MaxKeyLength = 200;

    /// <param name="values">The values of its sealed columns, which may be anything.</param>
    internal static ForgedRow Of(SealedTable table, IEnumerable<object?> values)
    {
        var key = string.Join('/', values.Take(table.KeyColumns).Select(v => v is byte[] bytes ? Convert.ToHexStringLower(bytes) : v));
        // It is printed on a console and in a log: another program must not write lines there.
        return new(table.Name, AuditText.Name(key.Length > MaxKeyLength ? key[..MaxKeyLength] + "…" : key)!);
    }

    public override string ToString() => $"{Table} {Key}";
}

/// <summary>The rows of this process's database whose seals were found to be wrong, until they are found to be right or gone.</summary>
internal sealed class ForgedRows
{
    /// <summary>The maximum number of rows of one table that are listed, so that many rows in one table hide none in another.</summary>
    public const int MaxOfOneTable = 100;

    private readonly ConcurrentDictionary<ForgedRow, byte> _rows = new();

    /// <summary>Called for each row that is found for the first time.</summary>
    public event Action<ForgedRow>? Found;

    public IReadOnlyList<ForgedRow> All =>
        [.. _rows.Keys.OrderBy(r => r.Table, StringComparer.Ordinal).ThenBy(r => r.Key, StringComparer.Ordinal)];

    public void Add(ForgedRow row)
    {
        if (_rows.ContainsKey(row) || _rows.Keys.Count(r => r.Table == row.Table) >= MaxOfOneTable)
        {
            return;
        }
        if (_rows.TryAdd(row, 0))
        {
            Found?.Invoke(row);
        }
    }

    /// <summary>A complete check of a table found exactly these.</summary>
    public void Replace(SealedTable table, IReadOnlyCollection<ForgedRow> found)
    {
        var now = found.ToHashSet();
        foreach (var known in _rows.Keys.Where(r => r.Table == table.Name && !now.Contains(r)))
        {
            _rows.TryRemove(known, out _);
        }
        foreach (var row in found.Take(MaxOfOneTable))
        {
            Add(row);
        }
    }
}
