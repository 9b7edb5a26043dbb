using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>An account with one store and four members, each with one role and signed in. It is made once for all tests, in browsers:
/// set-up, then one-time links. Every <see cref="BrowserHost"/> starts with a
/// copy, because making it takes longer than most tests.</summary>
internal sealed class PreparedAccount : IAsyncDisposable
{
    public const string Store = "production",
        Owner = "olivia.owner@example.org",
        Admin = "adam.admin@example.org",
        Deployer = "dora.deployer@example.org",
        Reporter = "rita.reporter@example.org";

    private readonly ServerProcess _server = new("account");
    private readonly Dictionary<string, (string Password, string Cookies)> _members = [];

    private PreparedAccount() => BrowserErrors = new(_server);

    /// <summary>All bytes that browsers received while the account was made.</summary>
    public ReceivedTraffic ReceivedTraffic { get; } = new();

    public BrowserErrors BrowserErrors { get; }

    /// <summary>What the server wrote to its console: passwords were typed there.</summary>
    public OutputLog Log => _server.Log;

    public static async Task<PreparedAccount> MakeAsync(Chromium chromium)
    {
        var account = new PreparedAccount();
        try
        {
            await account.SetUpAsync(chromium);
            return account;
        }
        catch
        {
            await account.DisposeAsync(); // Otherwise the server would outlive the tests.
            throw;
        }
    }

    /// <summary>Copies the account's database and keys into the data folder of a server that has not started. The folder has no subfolders.
    /// </summary>
    public void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(_server.DataDirectory))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    /// <summary>A browser in which the member is signed in to a copy of the account.</summary>
    public async Task<Person> BrowserOfAsync(string email, Chromium chromium, Uri server, Viewport viewport)
    {
        var (password, cookies) = _members[email];
        return new(email, password, await chromium.NewContextAsync(server, viewport, cookies));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task SetUpAsync(Chromium chromium)
    {
        await _server.StartAsync();
        var owner = await NewPersonAsync(chromium, Owner);
        await owner.SetUpAsync(await _server.SetupCodeAsync());
        await owner.SignInAsync();
        var page = await owner.OpenAsync("/stores");
        await page.CreateStoreAsync(Store);
        foreach (var (email, role) in new[] { (Admin, Role.Admin), (Deployer, Role.Deployer), (Reporter, Role.Reporter) })
        {
            var member = await NewPersonAsync(chromium, email);
            await member.AcceptInvitationAsync(await owner.InviteAsync(email, role));
            await member.SignInAsync();
            await KeepAsync(member);
        }

        await KeepAsync(owner);
        await _server.KillAsync(); // Its files are copied while nothing writes to them.
    }

    private async Task<Person> NewPersonAsync(Chromium chromium, string email)
    {
        var context = await chromium.NewContextAsync(_server.Address, Viewport.Phone); // Other tests set up and invite on a desktop.
        ReceivedTraffic.Watch(context);
        BrowserErrors.Watch(context);
        return new(email, Canary.New(), context);
    }

    private async Task KeepAsync(Person member)
    {
        _members.Add(member.Email, (member.Password, await member.Context.StorageStateAsync()));
        await ReceivedTraffic.AllAsync();
        await member.Context.CloseAsync();
    }
}
