using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>Each mistake gets its message beside its field, and nothing that was typed is lost.</summary>
[Collection(nameof(DesktopHost))]
public sealed class Bad_input(DesktopHost host) : BrowserTest(host)
{
    [Theory]
    [InlineData("", "Enter a name")]
    [InlineData("has a blank", "letters A–Z and a–z, digits, _ and -.")]
    [InlineData("ümlaut", "letters A–Z and a–z, digits, _ and -.")]
    [InlineData("../escape", "letters A–Z and a–z, digits, _ and -.")]
    public async Task A_bad_name_shows_an_error_beside_its_field_and_keeps_the_other_fields(string name, string message)
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, name, host.NewCanary(), "Still here", "Workers"));
        await page.Button("Create secret").ClickAsync();

        await Expect(page.GetByLabel("Name", new() { Exact = true }))
            .ToHaveAccessibleDescriptionAsync(new System.Text.RegularExpressions.Regex(message));
        await Expect(page.GetByLabel("Comment")).ToHaveValueAsync("Still here");
        await Expect(page.Checkbox("Workers")).ToBeCheckedAsync();
    }

    [Fact]
    public async Task A_secret_needs_a_scope()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "scopeless", host.NewCanary(), ""));
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "scope" }).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_size_limit_of_a_value_is_in_bytes_and_the_largest_value_is_accepted()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "largest", new string('é', 32_769), "", "Workers"));
        await page.ExpectTextAsync("65,538 / 65,536 bytes");
        await page.Button("Create secret").ClickAsync();
        await page.ExpectTextAsync("longer than 65,536 bytes");

        // The worst case for the wire: every character needs escaping.
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(new string('"', 65_536));
        await page.Button("Create secret").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/secrets/new"));
    }

    [Fact]
    public async Task The_address_of_an_unknown_secret_shows_a_not_found_page()
    {
        var page = await host.Admin.OpenAsync("/secrets/00000000000000000000000000000000");
        await page.ExpectTextAsync("This page does not exist");
    }
}
