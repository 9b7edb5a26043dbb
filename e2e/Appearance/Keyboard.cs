using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class Keyboard(DesktopHost host) : BrowserTest(host)
{
    [Fact]
    public async Task The_slash_key_focuses_the_search_and_control_k_opens_a_page_by_its_name()
    {
        var page = await host.Reporter.OpenAsync("/secrets");
        await page.Keyboard.PressAsync("/");
        await Expect(page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" })).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("audit");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Audit");
    }

    [Fact]
    public async Task Enter_in_the_palette_opens_what_was_typed_last_even_after_fast_typing()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "by-palette", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenAsync("/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("by-palette");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("by-palette");
    }

    [Fact]
    public async Task The_menu_of_a_row_is_operated_by_keys_and_returns_the_focus_to_its_button()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "by-keyboard", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenSecretsAsync("by-keyboard");
        var button = page.Button("Actions for by-keyboard");
        await button.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Menuitem).Nth(1)).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(button).ToBeFocusedAsync();
    }
}
