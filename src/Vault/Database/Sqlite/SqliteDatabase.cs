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
        MakeFile(connectionString);
        using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(connectionString).Options);
        RefuseNewer(db);
        Migrate(db, connectionString);
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

    // It holds password hashes and metadata: for its owner alone, also in a folder that is open. SQLite gives its journals the same mode.
    private static void MakeFile(string connectionString)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        new FileStream(FileOf(connectionString), options).Dispose();
    }

    /// <summary>EF Core's own migration lock is a row: a process killed while it migrates would leave it, and every later start would wait for ever.
    /// A file lock dies with its process, and under it a row that is left can only be a dead one.</summary>
    private static void Migrate(VaultDbContext db, string connectionString)
    {
        if (!db.Database.GetPendingMigrations().Any())
        {
            return;
        }
        using var only = LockMigrations(FileOf(connectionString) + ".migrating");
        db.Database.ExecuteSqlRaw("""DROP TABLE IF EXISTS "__EFMigrationsLock" """);
        db.Database.Migrate();
    }

    private static FileStream LockMigrations(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException)
        {
            throw new StartupException("Another process is bringing the database up to date at this moment. Start again when it is done.");
        }
    }

    private static string FileOf(string connectionString) => new SqliteConnectionStringBuilder(connectionString).DataSource;

    private static void RefuseNewer(VaultDbContext db)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        if (db.Database.GetAppliedMigrations().FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new StartupException($"The database was made by a newer version of this program (it has '{newer}'). Install that version; nothing was changed.");
        }
    }
}
