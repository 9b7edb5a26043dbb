using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Hosts;

namespace SecretsDashboard.Web.Tests.Runtime;

public sealed class Refused_reads
{
    [Fact]
    public async Task Without_an_audit_log_no_value_is_sent_and_reads_work_again_afterwards()
    {
        var log = new RecordingLog();
        var broken = new ApiWebHost { Log = log };
        await broken.InitializeAsync();
        var reader = await Reader.MakeAsync(broken);
        Assert.Equal(200, (await reader.GetAsync()).Status);
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(broken.Host.Services.GetRequiredService<VaultOptions>().Directory, "secrets-dashboard.db")}"
        );
        connection.Open();

        Rename("AuditEntries", "Elsewhere");
        Rename("AuditTail", "TailElsewhere"); // The rows of readings in memory go here.
        var without = new[] { await reader.GetAsync(), await reader.GetAsync(), await reader.GetAsync(Reader.Bindings) };
        Rename("Elsewhere", "AuditEntries");
        Rename("TailElsewhere", "AuditTail");

        // Not one line per request: those would also fill the disk that contains the log.
        Assert.Single(log.Lines, line => line.Contains("The storage could not be used", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("requests failed like this", StringComparison.Ordinal));
        Assert.All(without, response => Assert.Equal((503, """{"error":"storage_unavailable"}"""), StatusAndText(response)));
        Assert.Equal(200, (await reader.GetAsync()).Status);
        connection.Dispose();
        await broken.DisposeAsync();

        void Rename(string table, string name)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"ALTER TABLE \"{table}\" RENAME TO \"{name}\"";
            command.ExecuteNonQuery();
        }
    }

    [Fact]
    public async Task A_service_that_reads_too_fast_is_refused()
    {
        var slow = new ApiWebHost(("Limits:RequestsPerMinutePerToken", "2"));
        await slow.InitializeAsync();
        var reader = await Reader.MakeAsync(slow);

        Assert.Equal((200, 200), ((await reader.GetAsync()).Status, (await reader.GetAsync()).Status));
        Assert.Equal((429, """{"error":"too_many_requests"}"""), StatusAndText(await reader.GetAsync()));
        await slow.DisposeAsync();
    }

    private static (int, string) StatusAndText(RuntimeResponse response) => (response.Status, response.Text);
}
