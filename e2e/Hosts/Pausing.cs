using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Time that passes for a session: nobody waits half an hour, so its row is made older
/// instead, and the page looks again as it does when its window gets the focus.</summary>
internal static class Pausing
{
    /// <summary>The member's open sessions were last used so many minutes ago.</summary>
    /// <param name="lasted">For how many minutes they have been open; null: as long as they have.</param>
    public static async Task WasIdleAsync(this BrowserHost host, Person person, double minutes, double? lasted = null)
    {
        await using var database = await OpenAsync(host);
        await using var change = database.CreateCommand();
        change.CommandText = $"""
            UPDATE Sessions SET LastSeen = (unixepoch('subsec') - $idle) * 1000 {(
                lasted is null ? "" : ", Created = (unixepoch('subsec') - $lasted) * 1000"
            )}
            WHERE Ended IS NULL AND MemberId = (SELECT Id FROM Members WHERE Email = $email)
            """;
        change.Parameters.AddWithValue("$idle", minutes * 60);
        change.Parameters.AddWithValue("$lasted", (lasted ?? 0) * 60);
        change.Parameters.AddWithValue("$email", person.Email);
        Xunit.Assert.NotEqual(0, await change.ExecuteNonQueryAsync());
    }

    /// <summary>When a session of the member was last used, in milliseconds.</summary>
    public static async Task<long> LastSeenAsync(this BrowserHost host, Person person)
    {
        await using var database = await OpenAsync(host);
        await using var query = database.CreateCommand();
        query.CommandText =
            "SELECT MAX(LastSeen) FROM Sessions WHERE Ended IS NULL AND MemberId = (SELECT Id FROM Members WHERE Email = $email)";
        query.Parameters.AddWithValue("$email", person.Email);
        return (long)(await query.ExecuteScalarAsync())!;
    }

    public static Task LooksAgainAsync(this IPage page) => page.EvaluateAsync("dispatchEvent(new Event('focus'))");

    private static async Task<SqliteConnection> OpenAsync(BrowserHost host)
    {
        var database = new SqliteConnection($"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False");
        await database.OpenAsync();
        return database;
    }
}
