using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Database;
using SecretsDashboard.Vault.Database.Sqlite;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Opens the database as it stands at one moment, for looking: its connections can't write. A few of them stay open for the next look.</summary>
internal sealed class Snapshots(string connectionString) : IDisposable
{
    private const int MostIdle = 16;

    private readonly ConcurrentBag<Snapshot.Line> _idle = [];
    private volatile bool _isOver;

    public Snapshot Open()
    {
        var line = _idle.TryTake(out var idle) ? idle : new Snapshot.Line(connectionString);
        try
        {
            return new Snapshot(line, Return);
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _isOver = true;
        while (_idle.TryTake(out var line))
        {
            line.Dispose();
        }
        SqliteConnection.ClearPool(new SqliteConnection(connectionString));
    }

    private void Return(Snapshot.Line line)
    {
        if (_isOver || _idle.Count >= MostIdle)
        {
            line.Dispose();
            return;
        }
        _idle.Add(line);
    }
}

/// <summary>The database at one moment. Its context is new each time, and confined by whoever opens it; only the connection was used before.</summary>
internal sealed class Snapshot : IDisposable
{
    private readonly Line _line;
    private readonly SqliteTransaction _transaction;
    private readonly Action<Line> _giveBack;

    public Snapshot(Line line, Action<Line> giveBack)
    {
        (_line, _giveBack) = (line, giveBack);
        _transaction = line.Statements.Connection.BeginTransaction(deferred: true);
        line.Statements.Transaction = _transaction;
    }

    public Statements Statements => _line.Statements;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(_line.Options);
        db.Database.UseTransaction(_transaction);
        return db;
    }

    public void Dispose()
    {
        _transaction.Dispose();
        _giveBack(_line);
    }

    /// <summary>An open connection with what was prepared on it.</summary>
    internal sealed class Line : IDisposable
    {
        public Line(string connectionString)
        {
            var connection = new SqliteConnection(connectionString);
            connection.Open();
            SqliteFunctions.AddTo(connection);
            Statements = new Statements(connection);
            Options = new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options;
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
