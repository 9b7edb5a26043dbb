using Microsoft.Data.Sqlite;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>Who can write the database file can change the log, but not unseen.</summary>
public sealed class A_tampered_audit_log(Chromium chromium)
{
    [Fact]
    public async Task The_consoles_verify_names_the_first_row_that_was_changed()
    {
        await using var household = await Hermitage.OpenAsync("tampered", chromium);
        var (exitCode, output) = await household.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
        await household.Server.KillAsync();

        var changed = await ChangeARowAsync(Directory.GetFiles(household.Server.DataDirectory, "*.db").Single());

        (exitCode, output) = await household.Server.ConsoleAsync("audit", "verify");
        Assert.NotEqual(0, exitCode);
        Assert.Matches($"(?i)row {changed} of chain", output);
    }

    /// <summary>Lets somebody else have done what the third row says, and answers with that row's number.</summary>
    private static async Task<string> ChangeARowAsync(string file)
    {
        await using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        await database.OpenAsync();
        await using var change = database.CreateCommand();
        change.CommandText = """
            UPDATE AuditEntries SET ActorName = 'somebody.else@example.org'
            WHERE rowid = (SELECT rowid FROM AuditEntries ORDER BY rowid LIMIT 1 OFFSET 2) RETURNING Number
            """;
        return (await change.ExecuteScalarAsync())!.ToString()!;
    }
}
