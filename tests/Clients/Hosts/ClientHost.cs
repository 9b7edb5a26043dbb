using Microsoft.Data.Sqlite;
using SecretsDashboard.Clients.Tests.Hosts;
using SecretsDashboard.Clients.Tests.WithSdk;
using SecretsDashboard.E2E.Running;

[assembly: AssemblyFixture(typeof(ClientHost))]

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>One freshly started server for the run, with a token of each level.
/// Tests share it, each with things of its own names.</summary>
public class ClientHost : IAsyncLifetime
{
    private readonly Server _server;
    private readonly Dictionary<string, string> _tokens = [];
    private Sdk? _sdk;

    public ClientHost()
        : this("clients") { }

    private protected ClientHost(string name, params KeyValuePair<string, string>[] settings)
    {
        Npm.MustBeThere();
        _server = new Server(
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

    internal Leaks Leaks { get; } = new();

    internal string Account { get; private set; } = "";

    internal Uri Api => new(_server.Address, "/client/v4");

    /// <summary>The SDK with a token that may do all that a token can.</summary>
    internal SdkUser Keeper => With(Level.Edit);

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        _sdk = new Sdk(this);
        foreach (var level in Enum.GetValues<Level>())
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

    internal string Token(Level level) => _tokens[Word(level)];

    internal SdkUser With(Level level, SdkAge age = SdkAge.Newest) => WithToken(Token(level), age);

    internal SdkUser WithToken(string token, SdkAge age = SdkAge.Newest) =>
        new(_sdk ?? throw new InvalidOperationException("The house was not started."), token, age);

    /// <summary>A token of the owner's own. Members make theirs in the dashboard, and no
    /// program can, so an account's token is made over in the database.</summary>
    internal async Task<string> OwnersTokenAsync()
    {
        var name = Things.NewName("own");
        var token = await ConsoleTokenAsync("--name", name, "--level", "read");
        Assert.Equal(
            1,
            await InDatabaseAsync(
                $"UPDATE ApiTokens SET OwnerId = (SELECT Id FROM Members WHERE Email = '{Owner}') WHERE Name = '{name}'",
                command => command.ExecuteNonQueryAsync()
            )
        );
        return token;
    }

    private Task<string> MakeTokenAsync(Level level)
    {
        string[] more = level == Level.Edit ? ["--administer"] : [];
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

    private static string Word(Level level) => level.ToString().ToLowerInvariant();
}
