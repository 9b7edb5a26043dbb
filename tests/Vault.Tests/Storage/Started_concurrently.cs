using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>Several processes that start at the same moment on one empty folder, as an orchestrator starts them.</summary>
public sealed class Started_concurrently : IDisposable
{
    private const int Rounds = 4,
        AtOnce = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;

    [Fact]
    public async Task Processes_that_start_at_once_on_an_empty_folder_share_one_key_and_an_intact_log()
    {
        for (var round = 0; round < Rounds; round++)
        {
            var folder = Path.Combine(_folder, $"{round}");
            var starters = Enumerable.Range(0, AtOnce).Select(_ => WritingProcess.Start(StartingProcess.Command, folder)).ToList();
            foreach (var starter in starters)
            {
                Assert.Equal(StartingProcess.Ready, await starter.StandardOutput.ReadLineAsync());
            }
            starters.ForEach(s => s.StandardInput.WriteLine());

            foreach (var starter in starters)
            {
                Assert.Equal(StartingProcess.Open, await starter.StandardOutput.ReadLineAsync());
            }
            var key = await File.ReadAllTextAsync(Path.Combine(folder, "key.json"));
            await EndAsync(starters);
            Assert.Equal(key, await File.ReadAllTextAsync(Path.Combine(folder, "key.json")));
            await AssertIntactAsync(folder);
        }
    }

    [Fact]
    public async Task A_key_file_that_another_process_made_meanwhile_is_used_and_not_overwritten()
    {
        var path = Path.Combine(_folder, "key.json");
        var rings = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => KeyFile.Create(path))));

        Assert.Single(rings.Select(r => r.Ring.Id).Distinct());
        Assert.Equal([path, path + ".lock"], Directory.GetFiles(_folder).Order());
    }

    [Fact]
    public void A_key_file_that_cannot_be_created_stops_the_start_with_a_clear_message()
    {
        File.WriteAllText(Path.Combine(_folder, "file"), "");

        var stop = Assert.Throws<StartupException>(() => KeyFile.Create(Path.Combine(_folder, "file", "key.json")));
        Assert.Contains("can't be created", stop.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task EndAsync(List<Process> starters)
    {
        foreach (var starter in starters)
        {
            starter.StandardInput.WriteLine();
            await starter.WaitForExitAsync();
            Assert.Equal(0, starter.ExitCode);
            starter.Dispose();
        }
    }

    private static async Task AssertIntactAsync(string folder)
    {
        await using var vault = OpenVault.Open(VaultTemplate.OptionsFor(folder), TimeProvider.System, NullLogger.Instance);
        Assert.True(vault.IsSetUp());
        var verdict = Expect.Done(await vault.Gate.AskAsync(Caller.Console, new Vault.Audit.VerifyAudit([])));
        Assert.True(verdict.IsWhole, verdict.Broken?.What);
    }
}
