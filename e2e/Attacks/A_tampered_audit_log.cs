using Microsoft.Data.Sqlite;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>An attacker with write access to the database file can change the log, but not without being detected.</summary>
public sealed class A_tampered_audit_log(Chromium chromium)
{
    [Fact]
    public async Task The_console_names_the_first_changed_row_when_it_verifies_the_audit_log()
    {
        await using var host = await DedicatedHost.OpenAsync("tampered", chromium);
        var (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
        await host.Server.KillAsync();

        var changed = await ChangeARowAsync(Directory.GetFiles(host.Server.DataDirectory, "*.db").Single());

        (exitCode, output) = await host.Server.ConsoleAsync("audit", "verify");
        Assert.NotEqual(0, exitCode);
        Assert.Matches($"(?i)row {changed} of chain", output);
    }

    [Theory]
    [InlineData("emptied", "DELETE FROM AuditEntries; DELETE FROM AuditTail")]
    [InlineData("shortened", "DELETE FROM AuditEntries WHERE Id = (SELECT MAX(Id) FROM AuditEntries)")]
    [InlineData(
        "reordered",
        "UPDATE AuditEntries SET Id = -1 WHERE Id = 1; UPDATE AuditEntries SET Id = 1 WHERE Id = 2; "
            + "UPDATE AuditEntries SET Id = 2 WHERE Id = -1"
    )]
    public async Task The_console_detects_an_emptied_shortened_or_reordered_audit_log_without_saved_heads(string how, string sql)
    {
        await using var server = new ServerProcess(
            $"{how}-audit-log",
            new Dictionary<string, string>
            {
                ["Bootstrap__Email"] = "olivia.owner@example.org",
                ["Bootstrap__Password"] = "four unrelated words here",
            }
        );
        await server.StartAsync();
        var (exitCode, output) = await server.ConsoleAsync("audit", "heads");
        Assert.True(exitCode == 0, output);
        await server.KillAsync();
        (exitCode, output) = await server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
        Assert.Contains("The end of the log is covered up to", output, StringComparison.Ordinal);

        await using (
            var database = new SqliteConnection($"Data Source={Directory.GetFiles(server.DataDirectory, "*.db").Single()};Pooling=False")
        )
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var change = database.CreateCommand();
            change.CommandText = sql;
            Assert.NotEqual(0, await change.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }

        (exitCode, output) = await server.ConsoleAsync("audit", "verify");
        Assert.Equal(1, exitCode);
        Assert.Contains("Broken: ", output, StringComparison.Ordinal);
    }

    /// <summary>Attributes the act of the third row to another member, and returns that row's number.</summary>
    private static async Task<string> ChangeARowAsync(string file)
    {
        await using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        await database.OpenAsync();
        await using var change = database.CreateCommand();
        change.CommandText = """
            UPDATE AuditEntries SET ActorName = 'another.member@example.org'
            WHERE rowid = (SELECT rowid FROM AuditEntries ORDER BY rowid LIMIT 1 OFFSET 2) RETURNING Number
            """;
        return (await change.ExecuteScalarAsync())!.ToString()!;
    }
}
