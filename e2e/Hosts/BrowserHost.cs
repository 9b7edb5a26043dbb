using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Running;
using Xunit;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>A server of its own with four members, each of one role. They joined as
/// people do: set-up, then one-time links in fresh browsers.</summary>
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
    internal string Store => "production";

    internal Person Owner { get; private set; } = null!;

    internal Person Admin { get; private set; } = null!;

    internal Person Deployer { get; private set; } = null!;

    internal Person Reporter { get; private set; } = null!;

    internal IReadOnlyList<string> Canaries => _canaries;

    /// <summary>The texts of tokens that a page has shown: each once, and nowhere else.</summary>
    internal List<string> ShownOnce { get; } = [];

    public async ValueTask InitializeAsync()
    {
        await Server.StartAsync();
        Owner = await StrangerAsync("olivia.owner@example.org");
        await Owner.SetUpAsync(await Server.SetupCodeAsync());
        await Owner.SignInAsync();
        await PeopleAsync();
        var page = await Owner.OpenAsync("/stores");
        await page.CreateStoreAsync(Store);
        await page.CloseAsync();
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

    /// <summary>Lets the other three join.</summary>
    private protected virtual async Task PeopleAsync()
    {
        Admin = await JoinAsync("adam.admin@example.org", Role.Admin);
        Deployer = await JoinAsync("dora.deployer@example.org", Role.Deployer);
        Reporter = await JoinAsync("rita.reporter@example.org", Role.Reporter);
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
        var context = await _chromium.Browser.NewContextAsync(
            new()
            {
                BaseURL = Server.Address.AbsoluteUri,
                ViewportSize = _viewport.Size,
                ReducedMotion = ReducedMotion.Reduce,
                Locale = "en-GB",
            }
        );
        context.SetDefaultTimeout(LivePage.Patience);
        Received.Watch(context);
        Complaints.Watch(context);
        var stranger = new Person(email, NewCanary(), context);
        _people.Add(stranger);
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
}
