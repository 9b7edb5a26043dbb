using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Storage.Sqlite;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Opens read-only snapshots of the database. A few connections stay open for the next readings.</summary>
internal sealed class Snapshots(string connectionString, RowSeals seals) : IDisposable
{
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<Snapshot.PooledConnection> _idle = [];
    private volatile bool _isOver;

    public Snapshot Open()
    {
        var connection = _idle.TryTake(out var idle) ? idle : new Snapshot.PooledConnection(connectionString, seals);
        try
        {
            return new Snapshot(connection, Return);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    private void Return(Snapshot.PooledConnection connection)
    {
        if (_isOver || _idle.Count >= MaxIdle)
        {
            connection.Dispose();
            return;
        }
        _idle.Add(connection);
    }
}

/// <summary>The database at one moment. Its database context is new and limited by its user; only the connection is reused.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly PooledConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly Action<PooledConnection> _return;

    public Snapshot(PooledConnection connection, Action<PooledConnection> returnConnection)
    {
        (_connection, _return) = (connection, returnConnection);
        _transaction = connection.Statements.Connection.BeginTransaction(deferred: true);
        connection.Statements.Transaction = _transaction;
    }

    public Statements Statements => _connection.Statements;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(_connection.Options) { Seals = Statements.Seals };
        db.Database.UseTransaction(_transaction);
        return db;
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _return(_connection);
    }

    /// <summary>An open connection with its prepared statements.</summary>
    internal sealed class PooledConnection : IDisposable
    {
        public PooledConnection(string connectionString, RowSeals seals)
        {
            var connection = new SqliteConnection(connectionString);
            connection.Open();
            SqliteFunctions.AddTo(connection);
            Statements = new Statements(connection, seals);
            Options = new DbContextOptionsBuilder<VaultDbContext>()
                .UseSqlite(connection)
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                .Options;
        }

        public Statements Statements { get; }
        public DbContextOptions<VaultDbContext> Options { get; }

        public void Dispose()
        {
            Statements.Dispose();
            Statements.Connection.Dispose();
        }
    }
}
