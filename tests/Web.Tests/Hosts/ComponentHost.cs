using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Web.Tests.Hosts;

/// <summary>A vault of its own on a real SQLite file with its members, and their screens. The gate is the real one.</summary>
internal sealed class ComponentHost : IAsyncDisposable
{
    private readonly string _folder = WebTemplate.Copy();
    private readonly List<Screen> _screens = [];

    public ComponentHost() => Vault = OpenVault.Open(WebTemplate.OptionsFor(_folder), TimeProvider.System, NullLogger.Instance);

    public OpenVault Vault { get; }
    public Gate Gate => Vault.Gate;

    public SampleMember Owner => WebTemplate.Members[0];
    public SampleMember Admin => With(Roles.Admin);
    public SampleMember Deployer => With(Roles.Deployer);
    public SampleMember Reporter => With(Roles.Reporter);

    /// <summary>A member without any role.</summary>
    public SampleMember Guest => With(Roles.None);

    public SampleMember With(Roles roles) => WebTemplate.Members.Single(r => r.Roles == roles);

    /// <summary>A browser window of this person; each has its own circuit's services.</summary>
    public Screen ScreenOf(SampleMember who)
    {
        var screen = new Screen(this, who);
        _screens.Add(screen);
        return screen;
    }

    /// <summary>Asks past the pages, and wants it done.</summary>
    public async Task<T> DoAsync<T>(SampleMember who, Operation<T> operation) =>
        WebTemplate.Done(await Gate.AskAsync(who.Caller, operation));

    public Task<StoreId> StoreAsync(string name = "production") => DoAsync(Owner, new CreateStore(name));

    public async Task<SecretId> SecretAsync(StoreId store, string name, Scopes scopes = Scopes.Workers, string value = "a value") =>
        (await DoAsync(Owner, new CreateSecrets(store, [new NewSecret(name, Plaintext.TryFrom(value), scopes, null)])))[0];

    /// <summary>Changes a member's roles, as from another browser window.</summary>
    public async Task GiveRolesAsync(SampleMember who, Roles roles)
    {
        var member = await DoAsync(Owner, new GetMember(who.Id));
        await DoAsync(Owner, new SaveRoles(who.Id, member.Revision, roles, new Dictionary<StoreId, Roles>()));
    }

    /// <summary>Reads or changes the database behind the program's back, as a broken disk or another program would.</summary>
    /// <returns>The first value of the first row, or null.</returns>
    public object? Sql(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_folder, "secrets-dashboard.db")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Seals the rows that <see cref="Sql"/> changed: the program then believes them.</summary>
    public async Task AcceptSealsAsync() =>
        Assert.Equal(
            0,
            await ConsoleVerbs.RunAsync(
                ["audit", "seals", "--accept"],
                WebTemplate.OptionsFor(_folder),
                NullLogger.Instance,
                TextWriter.Null,
                CancellationToken.None
            )
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _screens)
        {
            await screen.DisposeAsync();
        }
        await Vault.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}

/// <summary>Each test has a host of its own.</summary>
public abstract class ComponentTest : IAsyncLifetime
{
    private protected ComponentHost Host { get; private set; } = null!;

    public ValueTask InitializeAsync()
    {
        Host = new ComponentHost();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
