using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SecretsDashboard.E2E.Browsing;

/// <summary>The one browser process of a run; every member gets a context of their own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser was not started.");

    public async ValueTask InitializeAsync()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = BrowserProgram.Find(),
                ChromiumSandbox = false,
                Args = BrowserProgram.Quiet,
            }
        );
        Assertions.SetDefaultExpectTimeout(LivePage.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
