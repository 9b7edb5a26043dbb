using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Households;

/// <summary>A household for one test that breaks things: its server may be killed, and its files changed.</summary>
internal sealed class Hermitage : Household, IAsyncDisposable
{
    private Hermitage(string name, Chromium chromium, params (string Name, string Value)[] settings)
        : base(name, chromium, Viewport.Desk, settings)
    {
    }

    /// <summary>One whose server has not started yet; <see cref="Household.InitializeAsync"/> starts it.</summary>
    /// <param name="settings">Names as in the environment, with their values.</param>
    public static Hermitage Make(string name, Chromium chromium, params (string Name, string Value)[] settings) => new(name, chromium, settings);

    public static async Task<Hermitage> OpenAsync(string name, Chromium chromium)
    {
        var hermitage = new Hermitage(name, chromium);
        await hermitage.InitializeAsync();
        return hermitage;
    }

    // One person is enough here, and saves the invitations' time.
    private protected override Task PeopleAsync() => Task.CompletedTask;
}
