using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>The embedded database: one file, one writer, readers on snapshots of the write-ahead log.</summary>
internal sealed class SqliteStorage(string file) : Database
{
    private readonly string _writing = SqliteDatabase.ConnectionString(file),
        _reading = SqliteDatabase.ReadOnly(file);

    public override Statements OpenWriter(RowSeals seals)
    {
        var connection = Open(_writing);
        Execute(connection, "PRAGMA synchronous = FULL");
        // 64 MiB instead of 2: moving the audit tail touches pages all over nine indexes.
        Execute(connection, "PRAGMA cache_size = -65536");
        BindingChangeTriggers.AddTo(connection);
        TouchTriggers.AddTo(connection);
        return new SqliteStatements(connection, seals, new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(connection).Options);
    }

    public override Statements OpenReader(RowSeals? seals = null)
    {
        var connection = Open(_reading);
        return new SqliteStatements(
            connection,
            seals,
            new DbContextOptionsBuilder<VaultDbContext>()
                .UseSqlite(connection)
                .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
                .Options
        );
    }

    public override Statements Of(VaultDbContext db, RowSeals seals) =>
        new SqliteStatements(
            (SqliteConnection)db.Database.GetDbConnection(),
            seals,
            new DbContextOptionsBuilder<VaultDbContext>().Options,
            ownsConnection: false
        ).Join(db.Database.CurrentTransaction!.GetDbTransaction());

    /// <summary>When the last connection is closed, SQLite checkpoints the write-ahead log.</summary>
    public override void Release()
    {
        SqliteConnection.ClearPool(new SqliteConnection(_reading));
        SqliteConnection.ClearPool(new SqliteConnection(_writing));
    }

    private static SqliteConnection Open(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            SqliteFunctions.AddTo(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
