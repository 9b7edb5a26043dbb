using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Unused_bindings_and_credentials_on_a_desktop(DesktopHost host) : Unused_bindings_and_credentials(host);

[Collection(nameof(PhoneHost))]
public sealed class Unused_bindings_and_credentials_on_a_phone(PhoneHost host) : Unused_bindings_and_credentials(host);

/// <summary>A Super Administrator searches for rights that can be removed
/// from a service, because they have been unused for a while.</summary>
public abstract class Unused_bindings_and_credentials(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_filter_finds_the_unused_bindings_and_credentials_of_a_service()
    {
        var page = await host.OpenNewServiceIdentityAsync("partly-idle", host.NewCanary());
        var (path, id) = (new Uri(page.Url).AbsolutePath, new Uri(page.Url).Segments[^1]);
        await page.NavigateAsync(path);
        await page.BindAsync("OLD_KEY", "partly-idle-key");
        await page.NavigateAsync($"{path}?tab=identity");
        await page.StoreTokenAsync(await host.IssueCredentialAsync(page, "old-cluster"));
        var credential = await host.IssueCredentialAsync(page, "eu-west");
        await page.StoreTokenAsync(credential);
        await host.MakeServiceIdleAsync(id);
        Assert.Equal(200, (await host.ReadValueAsync(credential)).Status);

        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 30 days" });
        await Expect(page.RowOf("eu-west")).ToHaveCountAsync(0);
        await Expect(page.RowOf("old-cluster")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("identity-unused", host.Viewport);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 90 days" });
        await page.ExpectTextAsync("No credential matches");

        await page.NavigateAsync(path);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 30 days" });
        await Expect(page.BindingOf("API_KEY")).ToHaveCountAsync(0);
        await Expect(page.BindingOf("OLD_KEY")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("service-unused", host.Viewport);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 90 days" });
        await page.ExpectTextAsync("No binding matches");
        await page.CheckAppearanceAsync("service-unused-none", host.Viewport);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.BindingOf("API_KEY")).ToBeVisibleAsync();
    }
}
