using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>A host for one test that breaks things: its server may be killed, and its files changed.</summary>
internal sealed class DedicatedHost : BrowserHost, IAsyncDisposable
{
    private DedicatedHost(string name, Chromium chromium, params (string Name, string Value)[] settings)
        : base(name, chromium, Viewport.Desktop, settings) { }

    /// <summary>One whose server has not started yet; <see cref="BrowserHost.InitializeAsync"/> starts it.</summary>
    /// <param name="settings">Names as in the environment, with their values.</param>
    public static DedicatedHost Make(string name, Chromium chromium, params (string Name, string Value)[] settings) =>
        new(name, chromium, settings);

    public static async Task<DedicatedHost> OpenAsync(string name, Chromium chromium)
    {
        var host = new DedicatedHost(name, chromium);
        await host.InitializeAsync();
        return host;
    }
}
