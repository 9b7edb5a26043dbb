using System.Text;
using Microsoft.Data.Sqlite;
using SecretsDashboard.Vault.Seals;
using SQLitePCL;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The prepared statements of one connection, each prepared once and executed in the open transaction.</summary>
/// <remarks>Not thread-safe; the rows of a statement must be read before it is executed again.</remarks>
internal sealed class Statements(SqliteConnection connection, RowSeals? seals = null) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<string, sqlite3_stmt> _positional = [];
    private byte[] _text = new byte[4_096];

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Checks the seals of the rows that are read.</summary>
    public RowSeals Seals => seals ?? throw new InvalidOperationException("These statements read no sealed rows.");

    /// <summary>The current transaction.</summary>
    public SqliteTransaction? Transaction { get; set; }

    public SqliteDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteReader();

    public object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteScalar();

    public void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteNonQuery();

    /// <summary>Executes a statement without rows, with values bound by position: a long, a string, bytes or null. For statements of every
    /// request it is worth avoiding parameters, each of which is looked up by name.</summary>
    public void ExecutePositional(string sql, ReadOnlySpan<object?> values)
    {
        if (!_positional.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(Connection.Handle, sql, out statement));
            _positional[sql] = statement;
        }
        for (var i = 0; i < values.Length; i++)
        {
            Check(Bind(statement, i + 1, values[i]));
        }
        var ended = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        Check(ended == raw.SQLITE_DONE ? raw.SQLITE_OK : ended);
    }

    public void Dispose()
    {
        foreach (var statement in _positional.Values)
        {
            statement.Dispose();
        }
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
    }

    private int Bind(sqlite3_stmt statement, int index, object? value) =>
        value switch
        {
            null => raw.sqlite3_bind_null(statement, index),
            long number => raw.sqlite3_bind_int64(statement, index, number),
            byte[] bytes => raw.sqlite3_bind_blob(statement, index, bytes),
            string text => raw.sqlite3_bind_text(statement, index, Utf8(text)),
            _ => throw new ArgumentException("Neither a number, a text nor bytes.", nameof(value)),
        };

    private ReadOnlySpan<byte> Utf8(string text)
    {
        if (text.Length * 3 > _text.Length)
        {
            _text = new byte[text.Length * 3];
        }
        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, Connection.Handle);
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
