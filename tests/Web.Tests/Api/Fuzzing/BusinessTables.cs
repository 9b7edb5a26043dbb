using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Web.Tests.Api.Fuzzing;

/// <summary>All that the database holds but the audit log, and when a token was
/// last used: what a refused request leaves as it is.</summary>
internal sealed class BusinessTables : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly List<SqliteCommand> _readings;

    public BusinessTables(string folder)
    {
        _connection = new SqliteConnection($"Data Source={Path.Combine(folder, "secrets-dashboard.db")};Mode=ReadOnly");
        _connection.Open();
        _readings =
        [
            .. Names(
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'Audit%' "
                        + "AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'"
                )
                .Select(Reading),
        ];
    }

    /// <summary>Differs whenever a row does.</summary>
    public int Digest()
    {
        var digest = new HashCode();
        foreach (var reading in _readings)
        {
            using var rows = reading.ExecuteReader();
            while (rows.Read())
            {
                for (var i = 0; i < rows.FieldCount; i++)
                {
                    digest.Add(rows.GetValue(i) is var value && value is byte[] bytes ? Convert.ToHexString(bytes) : value);
                }
            }
        }
        return digest.ToHashCode();
    }

    public void Dispose()
    {
        _readings.ForEach(r => r.Dispose());
        _connection.Dispose();
    }

    private SqliteCommand Reading(string table)
    {
        var columns = Names($"SELECT name FROM pragma_table_info('{table}') WHERE name NOT LIKE 'LastUsed%'").Select(c => $"\"{c}\"");
        var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns)} FROM \"{table}\"";
        return command;
    }

    private List<string> Names(string query)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = query;
        using var rows = command.ExecuteReader();
        var names = new List<string>();
        while (rows.Read())
        {
            names.Add(rows.GetString(0));
        }
        return names;
    }
}
