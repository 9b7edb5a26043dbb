using System.Data.Common;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Checks the seal of a row where it is read.</summary>
internal static class SealCheck
{
    /// <summary>Whether this program wrote the row as it is. If not, the row is reported, and must be treated as if it granted
    /// nothing.</summary>
    /// <param name="first">The index of the first column of <see cref="SealedTable.Select"/>.</param>
    public static bool IsGenuine(this DbDataReader row, RowSeals seals, SealedTable table, int first)
    {
        var values = row.SealedValues(table, first);
        if (seals.IsGenuine(table, values, row.GetValue(first + values.Length) as byte[]))
        {
            return true;
        }
        seals.Forged.Add(ForgedRow.Of(table, values));
        return false;
    }

    /// <summary>A column of a row whose seal may be wrong, and which may then contain anything.</summary>
    /// <returns>Empty if it is no text.</returns>
    public static string AnyText(this DbDataReader row, int column) => row.GetValue(column) as string ?? "";

    /// <inheritdoc cref="AnyText"/>
    /// <returns>Null if it contains no bytes.</returns>
    public static byte[]? AnyBytes(this DbDataReader row, int column) => row.GetValue(column) as byte[];

    public static object?[] SealedValues(this DbDataReader row, SealedTable table, int first)
    {
        var values = new object?[table.Columns.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = row.IsDBNull(first + i) ? null : row.GetValue(first + i);
        }
        return values;
    }
}
