using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>All rows of a file in text, to see that nothing changed.</summary>
internal static class Fingerprint
{
    /// <summary>Every table but the audit's, and without the times when a session was last
    /// seen and a token last used, which every act of theirs moves.</summary>
    public static string OfAllButAudit(VaultHost host)
    {
        using var connection = new SqliteConnection(host.Vault.ConnectionString);
        connection.Open();
        var tables = Rows(
            connection,
            "SELECT name FROM sqlite_master WHERE type = 'table' "
                + "AND name NOT IN ('AuditEntries', 'AuditTail', 'sqlite_sequence') ORDER BY name"
        );
        return string.Join(
            '\n',
            tables.Select(table => $"{table}\n{string.Join('\n', Rows(connection, $"SELECT * FROM \"{table}\" ORDER BY 1, 2"))}")
        );
    }

    private static List<string> Rows(SqliteConnection connection, string sql)
    {
        using var query = connection.CreateCommand();
        query.CommandText = sql;
        using var row = query.ExecuteReader();
        var rows = new List<string>();
        while (row.Read())
        {
            rows.Add(
                string.Join(
                    '|',
                    Enumerable
                        .Range(0, row.FieldCount)
                        .Where(i => row.GetName(i) is not ("LastSeen" or "LastUsed" or "LastUsedFrom"))
                        .Select(i => Text(row.GetValue(i)))
                )
            );
        }
        return rows;
    }

    private static string? Text(object value) =>
        value is byte[] bytes
            ? Convert.ToHexStringLower(bytes)
            : Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture);
}
