using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>A server of its own with four members, each of one role, who are signed
/// in: a copy of the <see cref="PreparedAccount"/>.</summary>
public abstract class BrowserHost : IAsyncLifetime
{
    private readonly Chromium _chromium;
    private readonly Viewport _viewport;
    private readonly List<string> _canaries = [];
    private readonly List<Person> _people = [];

    private protected BrowserHost(string name, Chromium chromium, Viewport viewport, params (string Name, string Value)[] settings)
    {
        _chromium = chromium;
        _viewport = viewport;
        Name = name;
        Server = new ServerProcess(name, Issuer.Settings.Concat(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).ToDictionary());
        BrowserErrors = new BrowserErrors(Server);
    }

    internal string Name { get; }

    internal ServerProcess Server { get; }

    /// <summary>The issuer whose tokens this host accepts for services.</summary>
    internal Issuer Issuer { get; } = new();

    internal ReceivedTraffic ReceivedTraffic { get; } = new();

    internal BrowserErrors BrowserErrors { get; }

    internal Viewport Viewport => _viewport;

    /// <summary>The store that every host has from the start.</summary>
    internal string Store => PreparedAccount.Store;

    /// <summary>The prepared account that this host's account is a copy of.</summary>
    internal PreparedAccount Account { get; private set; } = null!;

    internal Person Owner { get; private set; } = null!;

    internal Person Admin { get; private set; } = null!;

    internal Person Deployer { get; private set; } = null!;

    internal Person Reporter { get; private set; } = null!;

    internal IReadOnlyList<string> Canaries => _canaries;

    /// <summary>The tokens and credentials that a page has shown; each must appear only once, and nowhere else.</summary>
    internal List<string> OneTimeValues { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Account = await _chromium.AccountAsync();
        Account.CopyTo(Server.DataDirectory);
        await Server.StartAsync();
        Owner = await MemberAsync(PreparedAccount.Owner);
        Admin = await MemberAsync(PreparedAccount.Admin);
        Deployer = await MemberAsync(PreparedAccount.Deployer);
        Reporter = await MemberAsync(PreparedAccount.Reporter);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.Context.CloseAsync();
        }

        await Server.DisposeAsync();
        Issuer.Dispose();
    }

    /// <summary>A secret value; the leak test at the end searches for it.</summary>
    internal string NewCanary()
    {
        var canary = Canary.New();
        _canaries.Add(canary);
        return canary;
    }

    /// <summary>A person with a new browser who is not a member yet.</summary>
    internal async Task<Person> NewPersonAsync(string email)
    {
        var person = new Person(email, NewCanary(), await _chromium.NewContextAsync(Server.Address, _viewport));
        Watch(person);
        return person;
    }

    /// <summary>All open tabs.</summary>
    internal IReadOnlyList<IPage> OpenPages() => [.. _people.SelectMany(person => person.Context.Pages)];

    /// <summary>Closes the browsers of everyone except the four prepared members.</summary>
    internal async Task CloseOtherBrowsersAsync()
    {
        foreach (var visitor in _people.Except([Owner, Admin, Deployer, Reporter]).ToList())
        {
            _people.Remove(visitor);
            await visitor.Context.CloseAsync();
        }
    }

    /// <summary>Invites a new member, who accepts and signs in.</summary>
    internal async Task<Person> JoinAsync(string email, params string[] roles)
    {
        var person = await NewPersonAsync(email);
        await person.AcceptInvitationAsync(await Owner.InviteAsync(email, roles));
        await person.SignInAsync();
        return person;
    }

    private async Task<Person> MemberAsync(string email)
    {
        var member = await Account.BrowserOfAsync(email, _chromium, Server.Address, _viewport);
        _canaries.Add(member.Password);
        Watch(member);
        await this.MakeSessionsIdleAsync(member, minutes: 0); // The account may be older than a session lives without use.
        return member;
    }

    private void Watch(Person person)
    {
        ReceivedTraffic.Watch(person.Context);
        BrowserErrors.Watch(person.Context);
        _people.Add(person);
    }
}
