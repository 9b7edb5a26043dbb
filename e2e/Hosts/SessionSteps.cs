using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Makes sessions older in the database, because a test can't wait half an hour, and makes a
/// page check its session again, as it does when its window receives the focus.</summary>
internal static class SessionSteps
{
    /// <summary>Sets how long ago the member's open sessions were last used.</summary>
    /// <param name="openFor">The minutes since they were created; null: unchanged.</param>
    public static async Task MakeSessionsIdleAsync(this BrowserHost host, Person person, double minutes, double? openFor = null)
    {
        await using var database = await OpenAsync(host);
        await using var change = database.CreateCommand();
        change.CommandText = $"""
            UPDATE Sessions SET LastSeen = (unixepoch('subsec') - $idle) * 1000 {(
                openFor is null ? "" : ", Created = (unixepoch('subsec') - $openFor) * 1000"
            )}
            WHERE Ended IS NULL AND MemberId = (SELECT Id FROM Members WHERE Email = $email)
            """;
        change.Parameters.AddWithValue("$idle", minutes * 60);
        change.Parameters.AddWithValue("$openFor", (openFor ?? 0) * 60);
        change.Parameters.AddWithValue("$email", person.Email);
        Xunit.Assert.NotEqual(0, await change.ExecuteNonQueryAsync());
        if (openFor is not null)
        {
            await host.AcceptSealsAsync();
        }
    }

    /// <summary>Seals the rows that a test has changed in the database: the server then believes them.</summary>
    public static async Task AcceptSealsAsync(this BrowserHost host)
    {
        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "seals", "--accept");
        Xunit.Assert.True(exitCode == 0, output);
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

    public static Task FireFocusAsync(this IPage page) => page.EvaluateAsync("dispatchEvent(new Event('focus'))");

    private static async Task<SqliteConnection> OpenAsync(BrowserHost host)
    {
        var database = new SqliteConnection($"Data Source={Directory.GetFiles(host.Server.DataDirectory, "*.db").Single()};Pooling=False");
        await database.OpenAsync();
        return database;
    }
}
