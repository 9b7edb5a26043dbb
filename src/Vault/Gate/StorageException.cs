using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The database could not be written: no row, no answer.</summary>
public sealed class StorageException(Exception inner) : Exception("The database could not be written. Nothing was changed.", inner)
{
    /// <summary>A disk that is full or broken, a file that is read-only or gone: it
    /// concerns more than the one statement that met it.</summary>
    internal static bool IsOf(Exception e) =>
        e is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN };
}
