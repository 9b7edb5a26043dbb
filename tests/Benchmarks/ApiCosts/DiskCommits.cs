using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>The highest rate at which one connection can commit durably on this disk:
/// one small row per commit, on a database configured like the vault's.</summary>
internal static class DiskCommits
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(5);

    public static double PerSecond(string folder)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "commits.db"), Pooling = false }.ToString()
        );
        connection.Open();
        using var setUp = connection.CreateCommand();
        setUp.CommandText = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)";
        setUp.ExecuteNonQuery();
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO rows (text) VALUES ('one row of about fifty bytes, as an index entry has')";
        var (clock, commits) = (Stopwatch.StartNew(), 0);
        for (; clock.Elapsed < Long; commits++)
        {
            insert.ExecuteNonQuery();
        }
        return commits / clock.Elapsed.TotalSeconds;
    }
}
