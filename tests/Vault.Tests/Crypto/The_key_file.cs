using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Tests.Secrets;

namespace SecretsDashboard.Vault.Tests.Crypto;

/// <summary>Whatever is wrong with it, the start fails with a sentence that helps, and every file stays as it was.</summary>
public sealed class The_key_file : VaultTest
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY", value: "kept");
        await Host.CloseAsync();
    }

    [Fact]
    public void A_missing_key_file_beside_a_database_stops_the_start_and_is_not_created()
    {
        File.Delete(Host.Options.KeyFile);

        Assert.Contains("is missing", RefusedToStart(), StringComparison.Ordinal);
        Assert.False(File.Exists(Host.Options.KeyFile));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)]
    public void A_key_file_that_others_can_open_stops_the_start(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has no such modes; there the folder's own rights count.
        }
        File.SetUnixFileMode(Host.Options.KeyFile, OwnerOnly | more);

        Assert.Contains("too open", RefusedToStart(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"Format":1,"Id":"00000000000000000000000000000001","Key":"c2hvcnQ="}""")]
    [InlineData("""{"Format":1,"Id":"00000000000000000000000000000001","Key":"!"}""")]
    [InlineData("""{"Format":2,"Id":"00000000000000000000000000000001","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    [InlineData("""{"Format":1,"Id":"short","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""")]
    [InlineData("""{"Format":1}""")]
    public void A_key_file_with_invalid_content_stops_the_start(string content)
    {
        Write(content);

        Assert.Contains("Restore it from its backup", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_of_another_database_stops_the_start()
    {
        Write("""{"Format":1,"Id":"00000000000000000000000000000001","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""");

        Assert.Contains("does not belong to this database", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_file_with_the_right_id_and_another_key_stops_the_start()
    {
        Write($$"""{"Format":1,"Id":"{{Host.Vault.Tools.Keys.Id}}","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""");

        Assert.Contains("does not belong to this database", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_key_file_leaves_a_database_of_an_older_version_unchanged()
    {
        Sql("""DELETE FROM "__EFMigrationsHistory" """);
        Write("""{"Format":1,"Id":"00000000000000000000000000000001","Key":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}""");

        Assert.Contains("does not belong to this database", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_file_that_is_not_a_database_stops_the_start()
    {
        File.WriteAllText(Host.Options.DatabaseFile, new string('x', 5_000));

        Assert.Contains("can't be opened", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_of_a_newer_version_stops_the_start()
    {
        Sql("""INSERT INTO "__EFMigrationsHistory" VALUES ('29990101000000_Later', '99.0.0')""");

        Assert.Contains("newer version", RefusedToStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_file_in_another_place_opens_what_was_sealed()
    {
        var elsewhere = Directory.CreateDirectory(Path.Combine(Host.Folder, "keys")).FullName;
        var moved = Host.Options with { KeyFile = Path.Combine(elsewhere, "key.json") };
        File.Move(Host.Options.KeyFile, moved.KeyFile);

        var log = new Lines();
        await Host.ReopenAsync(moved, log);

        Assert.Equal("kept", await StoredValue.OfAsync(Host, _secret));
        Assert.DoesNotContain(log, line => line.Contains("copied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_warns_about_a_key_file_that_was_copied_together_with_its_folder()
    {
        // A host's folder is such a copy.
        var log = new Lines();
        await Host.ReopenAsync(Host.Options, log);

        Assert.Contains(log, line => line.Contains("copied or moved together with its key file", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_key_file_and_its_folder_are_accessible_only_to_their_owner()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // It has no such modes; there the folder's own rights count.
        }
        var folder = Path.Combine(Host.Folder, "first", "start");
        await OpenVault.Open(VaultTemplate.OptionsFor(folder), Host.Time, NullLogger.Instance).DisposeAsync();

        Assert.Equal(OwnerOnly, File.GetUnixFileMode(Path.Combine(folder, "key.json")));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    private string RefusedToStart()
    {
        var before = Bytes();
        var e = Assert.Throws<StartupException>(() => OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance));
        SqliteConnection.ClearPool(new SqliteConnection(Host.Vault.ConnectionString));
        Assert.Equal(before, Bytes());
        return e.Message;
    }

    private Dictionary<string, string> Bytes() =>
        new[] { Host.Options.KeyFile, Host.Options.DatabaseFile }
            .Where(File.Exists)
            .ToDictionary(f => f, f => Convert.ToHexString(File.ReadAllBytes(f)));

    private void Write(string content) => File.WriteAllText(Host.Options.KeyFile, content);

    private void Sql(string sql)
    {
        using var connection = new SqliteConnection(Host.Vault.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql + "; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        connection.Close();
        SqliteConnection.ClearPool(connection);
    }

    private sealed class Lines : List<string>, ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Add(formatter(state, exception));
    }
}
