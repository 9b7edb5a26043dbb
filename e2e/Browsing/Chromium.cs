using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

[assembly: AssemblyFixture(typeof(Chromium))]

namespace SecretsDashboard.E2E.Browsing;

/// <summary>The one browser process of a run; every member gets a context of their own in it.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private readonly Lock _gate = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private Task<PreparedAccount>? _account;

    internal IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser was not started.");

    /// <summary>A browser of its own: it shares cookies, storage and pages with no other.</summary>
    internal async Task<IBrowserContext> NewContextAsync(Uri server, Viewport viewport, string? storageState = null)
    {
        var context = await Browser.NewContextAsync(
            new()
            {
                BaseURL = server.AbsoluteUri,
                ViewportSize = viewport.Size,
                ReducedMotion = ReducedMotion.Reduce,
                Locale = "en-GB",
                StorageState = storageState,
            }
        );
        context.SetDefaultTimeout(LivePage.TimeoutMilliseconds);
        return context;
    }

    /// <summary>The account that hosts copy. The first caller makes it, the others wait for it.</summary>
    internal Task<PreparedAccount> AccountAsync()
    {
        lock (_gate)
        {
            return _account ??= PreparedAccount.MakeAsync(this);
        }
    }

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
        Assertions.SetDefaultExpectTimeout(LivePage.TimeoutMilliseconds);
    }

    public async ValueTask DisposeAsync()
    {
        if (_account is { IsCompletedSuccessfully: true })
        {
            await (await _account).DisposeAsync();
        }

        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
    }
}
