using System.Collections.Concurrent;
using System.Data.Common;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage;

/// <summary>Opens read-only snapshots of the database. A few connections stay open for the next readings.</summary>
internal sealed class Snapshots(Database database, RowSeals seals) : IDisposable
{
    private const int MaxIdle = 16;

    private readonly ConcurrentBag<Statements> _idle = [];
    private volatile bool _isOver;

    public Snapshot Open()
    {
        var connection = _idle.TryTake(out var idle) ? idle : database.OpenReader(seals);
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
    }

    private void Return(Statements connection)
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
internal sealed class Snapshot(Statements statements, Action<Statements> giveBack) : IDisposable
{
    private readonly DbTransaction _transaction = statements.BeginSnapshot();

    public Statements Statements { get; } = statements;

    public VaultDbContext OpenDb() => Statements.OpenDb();

    public void Dispose()
    {
        try
        {
            _transaction.Dispose();
        }
        catch
        {
            Statements.Dispose();
            throw;
        }
        giveBack(Statements);
    }
}
