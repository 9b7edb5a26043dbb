using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The database could not be written, so there is no audit row and no answer.</summary>
public sealed class StorageException(Exception inner) : Exception("The database could not be written. Nothing was changed.", inner)
{
    /// <summary>A disk that is full or broken, or a file that is read-only or
    /// missing: the fault affects more than the statement that failed.</summary>
    internal static bool IsOf(Exception e) =>
        e is SqliteException { SqliteErrorCode: raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN };
}
