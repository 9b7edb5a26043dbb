using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The watcher's own connection: what was written by whichever process shows there as another <c>data_version</c>.</summary>
internal sealed class WatchersLook(string connectionString) : IDisposable
{
    private Statements? _opened;
    private long _dataVersion = -1, _position, _everybody;
    private bool _owesEverybody;

    /// <summary>The services with news since the last look; null: everybody, as somebody's right may have gone.</summary>
    /// <param name="often">Everybody is named no more often than this.</param>
    public HashSet<string>? WhoMayHaveNews(TimeSpan often)
    {
        try
        {
            var statements = _opened ??= Open();
            var version = (long)statements.Scalar("PRAGMA data_version")!;
            _owesEverybody |= version != _dataVersion;
            if (_owesEverybody && Stopwatch.GetElapsedTime(_everybody) >= often)
            {
                (_owesEverybody, _everybody) = (false, Stopwatch.GetTimestamp());
                WithNews(statements);
                _dataVersion = version;
                return null;
            }
            var services = version == _dataVersion ? [] : WithNews(statements);
            _dataVersion = version;
            return services;
        }
        catch (SqliteException)
        {
            return null; // A database that can't be read is their matter: each finds out by itself, and its service comes back.
        }
    }

    public void Dispose()
    {
        _opened?.Dispose();
        _opened?.Connection.Dispose();
    }

    // At the first look, and again after one that failed: a server that has no file to spare at the moment will have one later.
    private Statements Open()
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            var statements = new Statements(connection);
            _position = statements.Scalar("""SELECT MAX("Id") FROM "BindingChanges" """) as long? ?? 0;
            return statements;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private HashSet<string> WithNews(Statements statements)
    {
        var services = new HashSet<string>();
        using var rows = statements.Read("""SELECT "Id", "ServiceId" FROM "BindingChanges" WHERE "Id" > $position ORDER BY "Id" """, ("$position", _position));
        while (rows.Read())
        {
            (_position, _) = (rows.GetInt64(0), services.Add(rows.GetString(1)));
        }
        return services;
    }
}
