using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>A server of its own with four members, each of one role, who are signed in: a copy of the <see cref="PreparedAccount"/>.</summary>
public abstract class BrowserHost : IAsyncLifetime
{
    private readonly Chromium _chromium;
    private readonly Viewport _viewport;
    private readonly List<string> _canaries = [];
    private readonly List<Person> _people = [];

    private protected BrowserHost(string name, Chromium chromium, Viewport viewport, params (string Name, string Value)[] settings)
    {
        this._chromium = chromium;
        this._viewport = viewport;
        Name = name;
        Server = new Server(name, Issuer.Settings.Concat(settings.Select(s => KeyValuePair.Create(s.Name, s.Value))).ToDictionary());
        Complaints = new Complaints(Server);
    }

    internal string Name { get; }

    internal Server Server { get; }

    /// <summary>Whose tokens count as services here.</summary>
    internal Issuer Issuer { get; } = new();

    internal Received Received { get; } = new();

    internal Complaints Complaints { get; }

    internal Viewport Viewport => _viewport;

    /// <summary>The store that every host has from the start.</summary>
    internal string Store => PreparedAccount.Store;

    /// <summary>What this host's account is a copy of.</summary>
    internal PreparedAccount Account { get; private set; } = null!;

    internal Person Owner { get; private set; } = null!;

    internal Person Admin { get; private set; } = null!;

    internal Person Deployer { get; private set; } = null!;

    internal Person Reporter { get; private set; } = null!;

    internal IReadOnlyList<string> Canaries => _canaries;

    /// <summary>The texts of tokens that a page has shown: each once, and nowhere else.</summary>
    internal List<string> ShownOnce { get; } = [];

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

    /// <summary>A value to keep, searched for at the end in all that may not hold it.</summary>
    internal string NewCanary()
    {
        var canary = Canary.New();
        _canaries.Add(canary);
        return canary;
    }

    /// <summary>Somebody with a fresh browser who is not known here yet.</summary>
    internal async Task<Person> StrangerAsync(string email)
    {
        var stranger = new Person(email, NewCanary(), await _chromium.NewContextAsync(Server.Address, _viewport));
        Watch(stranger);
        return stranger;
    }

    /// <summary>All tabs that are open here now.</summary>
    internal IReadOnlyList<IPage> OpenPages() => [.. _people.SelectMany(person => person.Context.Pages)];

    /// <summary>Closes the browsers of everyone who does not live here.</summary>
    internal async Task SendVisitorsHomeAsync()
    {
        foreach (var visitor in _people.Except([Owner, Admin, Deployer, Reporter]).ToList())
        {
            _people.Remove(visitor);
            await visitor.Context.CloseAsync();
        }
    }

    /// <summary>Invites somebody new, who accepts and signs in.</summary>
    internal async Task<Person> JoinAsync(string email, params string[] roles)
    {
        var person = await StrangerAsync(email);
        await person.AcceptAsync(await Owner.InviteAsync(email, roles));
        await person.SignInAsync();
        return person;
    }

    private async Task<Person> MemberAsync(string email)
    {
        var member = await Account.BrowserOfAsync(email, _chromium, Server.Address, _viewport);
        _canaries.Add(member.Password);
        Watch(member);
        await this.WasIdleAsync(member, minutes: 0, lasted: 0); // The account may be older than a session lives.
        return member;
    }

    private void Watch(Person person)
    {
        Received.Watch(person.Context);
        Complaints.Watch(person.Context);
        _people.Add(person);
    }
}
