using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Tests.Storage;

public sealed class Opening_the_database : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;

    private VaultOptions Options => new(_folder, Path.Combine(_folder, "key.json"), null, null, new VaultLimits());

    [Fact(Timeout = 60_000)]
    public async Task A_first_start_that_was_killed_while_it_migrated_does_not_hold_up_the_next_one()
    {
        KeyFile.Create(Options.KeyFile);
        LeaveMigrationLock();

        await using var vault = await Task.Run(
            () => OpenVault.Open(Options, TimeProvider.System, NullLogger.Instance),
            TestContext.Current.CancellationToken
        );

        Assert.False(vault.IsSetUp());
    }

    [Fact]
    public async Task The_database_and_its_journals_are_accessible_only_to_their_owner()
    {
        await using var vault = OpenVault.Open(Options, TimeProvider.System, NullLogger.Instance);

        Assert.All(Directory.EnumerateFiles(_folder), file => Assert.True(IsAccessibleOnlyToOwner(file), file));
        Assert.True(Directory.EnumerateFiles(_folder).Count() >= 2);
    }

    [Fact]
    public async Task A_console_verb_for_the_wrong_folder_creates_nothing_there()
    {
        var exception = await Assert.ThrowsAsync<StartupException>(() =>
            Vault.Console.ConsoleVerbs.RunAsync(
                ["audit", "verify"],
                Options,
                NullLogger.Instance,
                TextWriter.Null,
                TestContext.Current.CancellationToken
            )
        );

        Assert.Contains(Options.DatabaseFile, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    // Windows has no such modes; there the folder's own rights count.
    private static bool IsAccessibleOnlyToOwner(string file) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite);

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void LeaveMigrationLock()
    {
        using var connection = new SqliteConnection($"Data Source={Options.DatabaseFile}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01 00:00:00');
            """;
        command.ExecuteNonQuery();
    }
}
