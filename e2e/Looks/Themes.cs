using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Looks;

[Collection(nameof(DeskHousehold))]
public sealed class Themes(DeskHousehold household) : AtHome(household)
{
    [Fact]
    public async Task A_chosen_theme_stays_and_system_follows_the_machine()
    {
        var page = await household.Reporter.OpenAsync("/secrets");
        await page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Light });
        await ChooseAsync(page, "Dark");
        await Expect(page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        await page.GoAsync("/roles");
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
