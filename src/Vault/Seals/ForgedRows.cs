using System.Collections.Concurrent;

namespace SecretsDashboard.Vault.Seals;

/// <summary>A row whose seal is wrong: another program wrote or changed it.</summary>
/// <param name="Table">The table's name in the database.</param>
/// <param name="Key">The values of the columns that identify the row, joined by a slash.</param>
public readonly record struct ForgedRow(string Table, string Key)
{
    public override string ToString() => $"{Table} {Key}";
}

/// <summary>The rows of this process's database whose seals were found to be wrong, until they are found to be right or gone.</summary>
internal sealed class ForgedRows
{
    /// <summary>The maximum number of rows that are listed.</summary>
    public const int Max = 1_000;

    private readonly ConcurrentDictionary<ForgedRow, byte> _rows = new();

    /// <summary>Called for each row that is found for the first time.</summary>
    public event Action<ForgedRow>? Found;

    public IReadOnlyList<ForgedRow> All =>
        [.. _rows.Keys.OrderBy(r => r.Table, StringComparer.Ordinal).ThenBy(r => r.Key, StringComparer.Ordinal)];

    public void Add(ForgedRow row)
    {
        if (_rows.Count < Max && _rows.TryAdd(row, 0))
        {
            Found?.Invoke(row);
        }
    }

    /// <summary>A complete check of a table found exactly these.</summary>
    public void Replace(SealedTable table, IReadOnlyCollection<ForgedRow> found)
    {
        foreach (var known in _rows.Keys.Where(r => r.Table == table.Name && !found.Contains(r)))
        {
            _rows.TryRemove(known, out _);
        }
        foreach (var row in found)
        {
            Add(row);
        }
    }
}
