using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using SecretsDashboard.E2E.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class The_api_reference_on_a_desktop(DesktopHost host) : The_api_reference(host);

[Collection(nameof(PhoneHost))]
public sealed class The_api_reference_on_a_phone(PhoneHost host) : The_api_reference(host);

/// <summary>A page of this server documents the API and can send requests. The_browser_reports_no_errors checks, as for all other pages,
/// that its scripts keep to the content policy and call no other server. axe is not run on it: its markup is the package's.</summary>
public abstract class The_api_reference(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task The_api_reference_opens_from_the_palette_and_follows_the_theme()
    {
        var page = await host.Deployer.OpenAsync("/");
        await page.Keyboard.PressAsync("Control+k");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Search or jump to" }).FillAsync("api ref");
        await page.GetByRole(AriaRole.Link, new() { Name = "API reference" }).Last.ClickAsync();

        await ExpectReferenceAsync(page);
        foreach (var (scheme, mode) in new[] { (ColorScheme.Light, "light-mode"), (ColorScheme.Dark, "dark-mode") })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            await Expect(page.Locator($"body.{mode}")).ToBeAttachedAsync();
            await page.SaveScreenshotAsync($"api-reference-{host.Viewport.Name}-{mode}");
        }
    }

    [Fact]
    public async Task The_api_reference_sends_a_request_with_a_real_token_and_does_not_store_the_token()
    {
        var (_, output) = await host.Server.ConsoleAsync("token", "create", "--name", "reference", "--level", "read");
        var page = await host.Deployer.OpenStaticAsync("/api-reference/#tag/accounts/GET/accounts");
        await ExpectReferenceAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Test Request (get /accounts)", Exact = true }).ClickAsync();

        var trial = page.OpenDialog().First;
        await trial.GetByPlaceholder("Token").FillAsync(output.TrimEnd().Split('\n')[^1].Trim());
        var answer = await page.RunAndWaitForResponseAsync(
            () => trial.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^Send get request") }).ClickAsync(),
            r => r.Url.Contains("/client/v4/accounts", StringComparison.Ordinal)
        );

        Assert.Equal(200, answer.Status);
        await Expect(trial.GetByText("200 OK").First).ToBeVisibleAsync();
        Assert.DoesNotContain(
            "sdt_",
            await page.EvaluateAsync<string>("() => JSON.stringify({ ...localStorage, ...sessionStorage })"),
            StringComparison.Ordinal
        );
    }

    private static Task ExpectReferenceAsync(IPage page) =>
        Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Secrets Dashboard" })).ToBeVisibleAsync();
}
