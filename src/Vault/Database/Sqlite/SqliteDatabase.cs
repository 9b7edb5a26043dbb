using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Database.Sqlite;

/// <summary>Opens the embedded database: makes or checks its file, migrates it, and holds the key against it.</summary>
internal static class SqliteDatabase
{
    public static string ConnectionString(string file) => new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        DefaultTimeout = 30,
    }.ToString();

    public static Installation Open(string connectionString, KeyRing keys, string accountIdForNew, string home)
    {
        using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(connectionString).Options);
        RefuseNewer(db);
        db.Database.Migrate();
        db.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");
        var installation = db.Installations.SingleOrDefault();
        if (installation is null)
        {
            installation = new Installation { Id = 1, AccountId = accountIdForNew, KeyId = keys.Id, KeyCheck = keys.CheckFor(accountIdForNew), Home = home };
            db.Installations.Add(installation);
            db.SaveChanges();
        }
        if (installation.KeyId != keys.Id || !System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(installation.KeyCheck, keys.CheckFor(installation.AccountId)))
        {
            throw new StartupException("The key file is not the one that this database was made with. Restore the right one, or point Data:KeyFile at it; nothing was changed.");
        }
        return installation;
    }

    private static void RefuseNewer(VaultDbContext db)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        if (db.Database.GetAppliedMigrations().FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new StartupException($"The database was made by a newer version of this program (it has '{newer}'). Install that version; nothing was changed.");
        }
    }
}
