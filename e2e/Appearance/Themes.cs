using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class Themes(DesktopHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_chosen_theme_is_kept_and_the_system_theme_follows_the_machine()
    {
        var page = await host.Reporter.OpenAsync("/secrets");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await ChooseAsync(page, "Dark");
        await Expect(page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        await page.NavigateAsync("/roles");
        await Expect(page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();

        await ChooseAsync(page, "System");
        await Expect(page.Locator("html[data-theme=light]")).ToBeAttachedAsync();
    }

    private static async Task ChooseAsync(IPage page, string theme)
    {
        await page.Button("Theme").ClickAsync();
        await page.Button(theme).ClickAsync();
    }
}
