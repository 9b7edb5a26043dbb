using System.Data.Common;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;
using SQLitePCL;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <inheritdoc/>
/// <param name="contexts">The options of the connection's contexts.</param>
/// <param name="ownsConnection">Whether the connection is closed with the statements.</param>
internal sealed class SqliteStatements(
    SqliteConnection connection,
    RowSeals? seals,
    DbContextOptions<VaultDbContext> contexts,
    bool ownsConnection = true
) : Statements(seals)
{
    private readonly Dictionary<string, SqliteCommand> _prepared = [];
    private readonly Dictionary<string, sqlite3_stmt> _positional = [];
    private byte[] _text = new byte[4_096];

    public override bool IsTransactionOver => raw.sqlite3_get_autocommit(connection.Handle) != 0;

    public override DbTransaction BeginSnapshot() => Transaction = connection.BeginTransaction(deferred: true);

    public override DbTransaction BeginChange() => Transaction = connection.BeginTransaction(deferred: false);

    /// <summary>Joins a transaction that is already open on the connection.</summary>
    public SqliteStatements Join(DbTransaction transaction)
    {
        Transaction = transaction;
        return this;
    }

    public override VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(contexts) { Seals = Seals };
        db.Database.UseTransaction(Transaction);
        return db;
    }

    /// <summary>The embedded database answers at once.</summary>
    public override ValueTask<DbDataReader> ReadAsync(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        new(Read(sql, values));

    public override DbDataReader Read(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        With(sql, values).ExecuteReader();

    public override object? Scalar(string sql, params ReadOnlySpan<(string Name, object? Value)> values) =>
        With(sql, values).ExecuteScalar();

    public override void Run(string sql, params ReadOnlySpan<(string Name, object? Value)> values) => With(sql, values).ExecuteNonQuery();

    public override void ExecutePositional(string sql, ReadOnlySpan<object?> values)
    {
        if (!_positional.TryGetValue(sql, out var statement))
        {
            Check(raw.sqlite3_prepare_v2(connection.Handle, sql, out statement));
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

    public override DbCommand Prepare(string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, (SqliteTransaction?)Transaction);
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }
        return command;
    }

    public override IReadOnlyList<string> FindForeign()
    {
        using var row = Read("""SELECT "type" || ' ' || "name" FROM "main"."sqlite_master" WHERE "type" IN ('trigger', 'view')""");
        var found = new List<string>();
        while (row.Read())
        {
            found.Add(row.GetString(0));
        }
        return found;
    }

    public override bool IsConstraint(DbException e) => e is SqliteException { SqliteErrorCode: raw.SQLITE_CONSTRAINT };

    public override bool IsStorageFault(Exception e) =>
        e is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN };

    public override void Dispose()
    {
        foreach (var statement in _positional.Values)
        {
            statement.Dispose();
        }
        foreach (var command in _prepared.Values)
        {
            command.Dispose();
        }
        if (ownsConnection)
        {
            connection.Dispose();
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
            SqliteException.ThrowExceptionForRC(result, connection.Handle);
        }
    }

    private SqliteCommand With(string sql, ReadOnlySpan<(string Name, object? Value)> values)
    {
        if (!_prepared.TryGetValue(sql, out var command))
        {
            _prepared[sql] = command = connection.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, _) in values)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }
        }
        command.Transaction = (SqliteTransaction?)Transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i].Value ?? DBNull.Value;
        }
        return command;
    }
}
