using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Gate;

/// <summary>Opens the database as it stands at one moment, for looking: its connections can't write.</summary>
internal sealed class Snapshots(string connectionString) : IDisposable
{
    public Snapshot Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return new Snapshot(connection, connection.BeginTransaction(deferred: true));
    }

    public void Dispose() => SqliteConnection.ClearPool(new SqliteConnection(connectionString));
}

internal sealed class Snapshot(SqliteConnection connection, SqliteTransaction transaction) : IDisposable
{
    public SqliteConnection Connection { get; } = connection;
    public SqliteTransaction Transaction { get; } = transaction;

    public VaultDbContext OpenDb()
    {
        var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>()
            .UseSqlite(Connection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).Options);
        db.Database.UseTransaction(Transaction);
        return db;
    }

    public void Dispose()
    {
        Transaction.Dispose();
        Connection.Dispose();
    }
}
