using Microsoft.Data.Sqlite;
using SecretsDashboard.Clients.Tests.Hosts;
using SecretsDashboard.Clients.Tests.WithSdk;
using SecretsDashboard.E2E.Running;

[assembly: AssemblyFixture(typeof(ApiClientHost))]

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>One freshly started server for the run, with a token of each level.
/// Tests share it, each with objects of its own names.</summary>
public class ApiClientHost : IAsyncLifetime
{
    private readonly ServerProcess _server;
    private readonly Dictionary<string, string> _tokens = [];
    private Sdk? _sdk;

    public ApiClientHost()
        : this("clients") { }

    private protected ApiClientHost(string name, params KeyValuePair<string, string>[] settings)
    {
        Npm.RequireInstalled();
        _server = new ServerProcess(
            name,
            new Dictionary<string, string>(settings)
            {
                ["Bootstrap__Email"] = Owner,
                ["Bootstrap__Password"] = "a long walk along the river",
            }
        );
    }

    /// <summary>The e-mail address of the one member that the server starts with.</summary>
    internal static string Owner => "olivia.owner@example.org";

    internal LeakCheck LeakCheck { get; } = new();

    internal string Account { get; private set; } = "";

    internal Uri Api => new(_server.Address, "/client/v4");

    /// <summary>The SDK with a token that may do all that a token can.</summary>
    internal SdkClient FullAccess => With(TokenLevel.Edit);

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _sdk = new Sdk(this);
        foreach (var level in Enum.GetValues<TokenLevel>())
        {
            _tokens[Word(level)] = await MakeTokenAsync(level);
        }

        Account = await AccountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_sdk is not null)
        {
            await _sdk.DisposeAsync();
        }

        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal string Token(TokenLevel level) => _tokens[Word(level)];

    internal SdkClient With(TokenLevel level, SdkVersion version = SdkVersion.Newest) => WithToken(Token(level), version);

    internal SdkClient WithToken(string token, SdkVersion version = SdkVersion.Newest) =>
        new(_sdk ?? throw new InvalidOperationException("The host was not started."), token, version);

    /// <summary>A token of the owner's own. Members make theirs in the dashboard, and no
    /// program can, so an account's token is made over in the database.</summary>
    internal async Task<string> OwnersTokenAsync()
    {
        var name = TestObjects.NewName("own");
        var token = await ConsoleTokenAsync("--name", name, "--level", "read");
        Assert.Equal(
            1,
            await InDatabaseAsync(
                $"UPDATE ApiTokens SET OwnerId = (SELECT Id FROM Members WHERE Email = '{Owner}') WHERE Name = '{name}'",
                command => command.ExecuteNonQueryAsync()
            )
        );
        var (exitCode, output) = await _server.ConsoleAsync(["audit", "seals", "--accept"]); // The server then believes the changed row.
        Assert.True(exitCode == 0, output);
        return token;
    }

    private Task<string> MakeTokenAsync(TokenLevel level)
    {
        string[] more = level == TokenLevel.Edit ? ["--administer"] : [];
        return ConsoleTokenAsync(["--name", $"clients-{Word(level)}", "--level", Word(level), .. more]);
    }

    private async Task<string> ConsoleTokenAsync(params string[] options)
    {
        var (exitCode, output) = await _server.ConsoleAsync(["token", "create", .. options]);
        Assert.True(exitCode == 0, output);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1];
    }

    /// <summary>The account's id as the database has it, so that a test of finding it out has something to compare with.</summary>
    private Task<string> AccountAsync() =>
        InDatabaseAsync("SELECT AccountId FROM Installations", async command => (string)(await command.ExecuteScalarAsync())!);

    private async Task<T> InDatabaseAsync<T>(string sql, Func<SqliteCommand, Task<T>> run)
    {
        await using var database = new SqliteConnection(
            $"Data Source={Path.Combine(_server.DataDirectory, "secrets-dashboard.db")};Mode=ReadWrite;Pooling=False"
        );
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        return await run(command);
    }

    private static string Word(TokenLevel level) => level.ToString().ToLowerInvariant();
}
