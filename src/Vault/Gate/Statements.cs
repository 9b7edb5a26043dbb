using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The gate's own statements on one connection, each prepared once and run in the transaction that is open.</summary>
/// <remarks>For one thread at a time; the rows of a statement are read before it is run again.</remarks>
internal sealed class Statements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];

    public SqliteConnection Connection { get; } = connection;

    /// <summary>The transaction of the moment.</summary>
    public SqliteTransaction? Transaction { get; set; }

    public SqliteDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteReader();

    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteScalar();

    public void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    private SqliteCommand With(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared[sql] = command = Connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }
        return command;
    }
}
