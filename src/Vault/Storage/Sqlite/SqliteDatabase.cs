using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>Opens the embedded database: checks the key, and creates or migrates the file.</summary>
internal static class SqliteDatabase
{
    public static string ConnectionString(string file) => ConnectionString(file, SqliteOpenMode.ReadWriteCreate);

    /// <summary>The connection string for reads: a connection that can't write.</summary>
    public static string ReadOnly(string file) => ConnectionString(file, SqliteOpenMode.ReadOnly);

    /// <exception cref="StartupException">The file is not a database of this program,
    /// or belongs to another key or a newer version; nothing was changed.</exception>
    public static Installation Open(string file, KeyRing keys, string accountIdForNew, string home)
    {
        try
        {
            MakeFile(file);
            // Before any write: a wrong key must not change the file, even if a migration is due.
            RefuseOtherKey(file, keys);
            using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(ConnectionString(file)).Options);
            SqliteFunctions.AddTo((SqliteConnection)db.Database.GetDbConnection()); // A migration may call them too.
            RefuseNewer(db);
            Migrate(db, file);
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");
            return FindOrMake(db, keys, accountIdForNew, home);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                $"The database '{file}' can't be opened: {e.Message} Check the file and its folder's permissions, "
                    + "or restore it from a backup."
            );
        }
    }

    private static Installation FindOrMake(VaultDbContext db, KeyRing keys, string accountIdForNew, string home)
    {
        var installation = db.Installations.SingleOrDefault();
        if (installation is null)
        {
            installation = new Installation
            {
                Id = 1,
                AccountId = accountIdForNew,
                KeyId = keys.Id,
                KeyCheck = keys.CheckFor(accountIdForNew),
                Home = home,
            };
            db.Installations.Add(installation);
            db.SaveChanges();
        }
        return installation;
    }

    // The file contains password hashes and metadata, so only its owner may read it, even
    // in a folder that is open to others. SQLite gives its journals the same mode.
    private static void MakeFile(string file)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }
        new FileStream(file, options).Dispose();
    }

    private static void RefuseOtherKey(string file, KeyRing keys)
    {
        using var connection = new SqliteConnection(ConnectionString(file));
        connection.Open();
        using var query = connection.CreateCommand();
        query.CommandText = """SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'Installations'""";
        if ((long)query.ExecuteScalar()! == 0)
        {
            return;
        }
        query.CommandText = """SELECT "KeyId", "KeyCheck", "AccountId" FROM "Installations" """;
        using var row = query.ExecuteReader();
        if (
            row.Read()
            && (
                row.GetString(0) != keys.Id
                || !CryptographicOperations.FixedTimeEquals(row.GetFieldValue<byte[]>(1), keys.CheckFor(row.GetString(2)))
            )
        )
        {
            throw new StartupException(
                "The key file does not belong to this database. Restore the right key file, or point Data:KeyFile at it. "
                    + "Nothing was changed."
            );
        }
    }

    private static void RefuseNewer(VaultDbContext db)
    {
        var known = db.Database.GetMigrations().ToHashSet();
        if (db.Database.GetAppliedMigrations().FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new StartupException(
                $"The database was created by a newer version of this program (it has the migration '{newer}'). Install that version. "
                    + "Nothing was changed."
            );
        }
    }

    /// <summary>EF Core's own migration lock is a row: a process that is killed during a migration would leave it, and every later start
    /// would wait forever. A file lock ends with its process, so any row found while holding it is stale.</summary>
    private static void Migrate(VaultDbContext db, string file)
    {
        if (!db.Database.GetPendingMigrations().Any())
        {
            return;
        }
        using var only = LockMigrations(file + ".migrating");
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
            throw new StartupException("Another process is migrating the database. Start again when it has finished.");
        }
    }

    private static string ConnectionString(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            ForeignKeys = true,
            DefaultTimeout = 30,
        }.ToString();
}
