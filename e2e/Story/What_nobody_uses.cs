using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using SecretsDashboard.E2E.Looks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DeskHousehold))]
public sealed class What_nobody_uses_at_a_desk(DeskHousehold household) : What_nobody_uses(household);

[Collection(nameof(PhoneHousehold))]
public sealed class What_nobody_uses_on_a_phone(PhoneHousehold household) : What_nobody_uses(household);

/// <summary>A Super Administrator looks for what can be taken away from a service, because nobody has used it for a while.</summary>
public abstract class What_nobody_uses(Household household) : AtHome(household)
{
    [Fact]
    public async Task Of_a_services_bindings_and_credentials_is_found_by_a_filter()
    {
        var page = await household.ServiceToIdentifyAsync("partly-idle", household.NewCanary());
        var (path, id) = (new Uri(page.Url).AbsolutePath, new Uri(page.Url).Segments[^1]);
        await page.GoAsync(path);
        await page.BindAsync("OLD_KEY", "partly-idle-key");
        await page.GoAsync($"{path}?tab=identity");
        await page.StoreTokenAsync(await household.IssueAsync(page, "old-cluster"));
        var credential = await household.IssueAsync(page, "eu-west");
        await page.StoreTokenAsync(credential);
        await household.HasBeenIdleAsync(id);
        Assert.Equal(200, (await household.ReadValueAsync(credential)).Status);

        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 30 days" });
        await Expect(page.RowOf("eu-west")).ToHaveCountAsync(0);
        await Expect(page.RowOf("old-cluster")).ToBeVisibleAsync();
        await page.LooksGoodAsync("identity-unused", household.Viewport);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 90 days" });
        await page.SeesAsync("No credential matches");

        await page.GoAsync(path);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 30 days" });
        await Expect(page.BindingOf("API_KEY")).ToHaveCountAsync(0);
        await Expect(page.BindingOf("OLD_KEY")).ToBeVisibleAsync();
        await page.LooksGoodAsync("service-unused", household.Viewport);
        await page.GetByLabel("Unused").SelectOptionAsync(new SelectOptionValue { Label = "For 90 days" });
        await page.SeesAsync("No binding matches");
        await page.LooksGoodAsync("service-unused-none", household.Viewport);
        await page.GetByRole(AriaRole.Link, new() { Name = "Clear filters" }).ClickAsync();
        await Expect(page.BindingOf("API_KEY")).ToBeVisibleAsync();
    }
}
