using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Tests.Secrets;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A process is killed again and again while it writes. What it acknowledged is there; what is there is whole.</summary>
public sealed class Killed_while_writing : VaultTest
{
    private const int Kills = 3;

    [Fact]
    public async Task A_killed_process_loses_no_acknowledged_write_and_leaves_none_half_done()
    {
        var store = await Host.StoreAsync();
        var acknowledged = new List<string>();
        for (var kill = 0; kill < Kills; kill++)
        {
            await Host.CloseAsync();
            acknowledged.AddRange(await WriteAndKillAsync(store, after: Random.Shared.Next(1, 60)));
            await Host.ReopenAsync();

            await AssertAcknowledgedAsync(acknowledged);
            await AssertIntactAsync();
            Assert.Empty(ChainCheck.Broken(Host));
        }
    }

    private async Task<List<string>> WriteAndKillAsync(StoreId store, int after)
    {
        using var writer = WritingProcess.Start(Host.Folder, Host.Owner.Session, store);
        return await KillAsync(writer, after);
    }

    /// <summary>Kills a process after so many of its lines.</summary>
    /// <returns>All that it said.</returns>
    internal static async Task<List<string>> KillAsync(System.Diagnostics.Process writer, int after)
    {
        var lines = new List<string>();
        while (lines.Count < after && await writer.StandardOutput.ReadLineAsync() is { } line)
        {
            lines.Add(line);
        }
        Assert.False(writer.HasExited, "The process ended by itself.");
        writer.Kill(); // SIGKILL: the process can't handle it.
        var rest = await writer.StandardOutput.ReadToEndAsync();
        await writer.WaitForExitAsync();
        lines.AddRange(rest[..(rest.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries));
        return lines;
    }

    private async Task AssertAcknowledgedAsync(List<string> acknowledged)
    {
        var rows = (await Host.AuditAsync()).ToDictionary(r => r.RequestId, r => $"{r.RequestId} {r.Result}");

        Assert.NotEmpty(acknowledged);
        Assert.DoesNotContain(acknowledged, line => rows.GetValueOrDefault(line.Split(' ')[0]) != line);
    }

    /// <summary>No write without its row, no row without its write, and the number of rows is the version of the newest value.</summary>
    private async Task AssertIntactAsync()
    {
        var done = (await Host.AuditAsync()).FindAll(r => r is { Result: AuditResult.Done, Act: Act.CreateSecret or Act.EditSecret });
        var acknowledged = done.GroupBy(r => r.TargetId!).ToDictionary(g => g.Key, g => g.Count());
        await using var db = Host.OpenDb();
        var secrets = await db.Secrets.AsNoTracking().ToListAsync();

        Assert.Equal(acknowledged.OrderBy(t => t.Key), secrets.ToDictionary(s => s.Id, s => s.Revision).OrderBy(s => s.Key));
        Assert.Equal(
            acknowledged.OrderBy(t => t.Key),
            (
                await db
                    .SecretVersions.GroupBy(v => v.SecretId)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count)
            ).OrderBy(v => v.Key)
        );
        foreach (var secret in secrets)
        {
            Assert.Equal($"value-{secret.VersionNumber}", await StoredValue.OfAsync(Host, new SecretId(secret.Id)));
            Assert.Equal(secret.Revision, secret.VersionNumber);
        }
    }
}
