using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Storage.Sqlite;

/// <summary>Opens the embedded database: checks the key, and creates or migrates the file.</summary>
internal static class SqliteDatabase
{
    private static readonly string HasRowsSql =
        "SELECT "
        + string.Join(
            " OR ",
            SealedTable
                .All.Select(t => t.Name)
                .Concat(["SetupMarks", "AuditEntries", "AuditTail"])
                .Select(t => $"EXISTS (SELECT 1 FROM \"{t}\")")
        )
        + " AS \"Value\"";

    public static string ConnectionString(string file) => ConnectionString(file, SqliteOpenMode.ReadWriteCreate);

    /// <summary>The connection string for reads: a connection that can't write.</summary>
    public static string ReadOnly(string file) => ConnectionString(file, SqliteOpenMode.ReadOnly);

    /// <exception cref="StartupException">The file is not a database of this program,
    /// or belongs to another key or a newer version; nothing was changed.</exception>
    public static (Installation, KeyFile) Open(string file, KeyFile keys, string accountIdForNew, string home)
    {
        try
        {
            MakeFile(file);
            // Before any write: a wrong key must not change the file, even if a migration is due.
            RefuseOtherKey(file, keys.Ring);
            using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(ConnectionString(file)).Options);
            SqliteFunctions.AddTo((SqliteConnection)db.Database.GetDbConnection()); // A migration may call them too.
            RefuseNewer(db);
            keys = keys.Upgraded();
            Migrate(db, file);
            db.Database.ExecuteSqlRaw("PRAGMA journal_mode = WAL");
            var installation = FindOrMake(db, keys.Ring, accountIdForNew, home);
            return (installation, SealOnce(db, installation, keys));
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
            RefuseRowsWithoutInstallation(db);
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

    /// <summary>Otherwise an attacker could remove that row, and the next start would seal whatever is in the database.</summary>
    private static void RefuseRowsWithoutInstallation(VaultDbContext db)
    {
        if (db.Database.SqlQueryRaw<int>(HasRowsSql).Single() > 0)
        {
            throw new StartupException(
                "The database has rows, but the row that names its account was removed. Restore a backup. Nothing was changed."
            );
        }
    }

    /// <summary>Seals the rows of a new database, or of one from before they had seals. That it was done is recorded beside the key: from
    /// then on, a row without a seal is forged, whatever the database says. A start that was killed before the record repeats it.</summary>
    private static KeyFile SealOnce(VaultDbContext db, Installation installation, KeyFile keys)
    {
        var account = installation.AccountId;
        var unsealed = SealedTable.All.Where(t => !keys.IsSealed(t.MarkOf(account))).ToList();
        if (unsealed.Count == 0)
        {
            return keys;
        }
        var seals = new RowSeals(keys.Ring, account);
        // The id is written in the transaction that seals: if it is there, only the record beside the key is missing.
        Seal(db, seals, [.. unsealed.Where(t => t.CameLater || installation.SealKeyId != seals.KeyId)]);
        return keys.MarkSealed([.. unsealed.Select(t => t.MarkOf(account)).Distinct()]);
    }

    private static void Seal(VaultDbContext db, RowSeals seals, IReadOnlyCollection<SealedTable> tables)
    {
        using var transaction = db.Database.BeginTransaction();
        using var statements = new SqliteStorage(db.Database.GetDbConnection().DataSource).Of(db, seals);
        SealedRows.Seal(statements, tables);
        transaction.Commit();
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
        query.CommandText = """SELECT * FROM "Installations" """; // An older database has fewer columns.
        using var row = query.ExecuteReader();
        if (!row.Read())
        {
            return;
        }
        if (
            row.GetString(row.GetOrdinal("KeyId")) != keys.Id
            || !CryptographicOperations.FixedTimeEquals(
                row.GetFieldValue<byte[]>(row.GetOrdinal("KeyCheck")),
                keys.CheckFor(row.GetString(row.GetOrdinal("AccountId")))
            )
        )
        {
            throw new StartupException(
                "The key file does not belong to this database. Restore the right key file, or point Data:KeyFile at it. "
                    + "Nothing was changed."
            );
        }
        if (SealKeyOf(row) is { } seal && !keys.Roots.Any(r => r.Purpose == KeyPurpose.Seals && r.Id == seal))
        {
            throw new StartupException(
                "The key file is older than this database: it lacks the key of the database's seals. Restore the newest backup of the key "
                    + "file. Nothing was changed."
            );
        }
    }

    private static string? SealKeyOf(SqliteDataReader row) =>
        Enumerable.Range(0, row.FieldCount).FirstOrDefault(i => row.GetName(i) == nameof(Installation.SealKeyId), -1) is >= 0 and var at
            ? row.GetValue(at) as string
            : null;

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
        db.Database.ExecuteSql($"""UPDATE "Revisions" SET "Schema" = {Revision.CurrentSchema}""");
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
