using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SecretsDashboard.E2E.Browsing;

/// <summary>The one browser process of a run; every member gets a context of their own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private IPlaywright? playwright;
    private IBrowser? browser;

    internal IBrowser Browser => browser ?? throw new InvalidOperationException("The browser was not started.");

    public async ValueTask InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = BrowserProgram.Find(),
            ChromiumSandbox = false,
            Args = BrowserProgram.Quiet,
        });
        Assertions.SetDefaultExpectTimeout(LivePage.Patience);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.CloseAsync();
        }

        playwright?.Dispose();
    }
}
