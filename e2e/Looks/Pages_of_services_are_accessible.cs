using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Looks;

[Collection(nameof(DeskHousehold))]
public sealed class Pages_of_services_are_accessible_at_a_desk(DeskHousehold household) : Pages_of_services_are_accessible(household);

[Collection(nameof(PhoneHousehold))]
public sealed class Pages_of_services_are_accessible_on_a_phone(PhoneHousehold household) : Pages_of_services_are_accessible(household);

/// <summary>What a service's page shows once the service has a life: what was deployed, what it read, with what it says which one it is.</summary>
public abstract class Pages_of_services_are_accessible(Household household) : AtHome(household)
{
    [Fact]
    public async Task A_worker_before_and_after_it_was_deployed()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "seen-payments", household.NewCanary(), "", "Workers"));
        var token = await household.MakeTokenAsync(household.Deployer, "seen-deployer", "Bind");
        var page = await household.Deployer.RegisterServiceAsync("seen-worker", "Workers");
        await page.GetByRole(AriaRole.Link, new() { Name = "Deployments" }).ClickAsync();
        await page.SeesAsync("Nothing was deployed yet");
        await page.LooksGoodAsync("service-deployments-none", household.Viewport);

        await household.DeployAsync(token, "seen-worker", ("API_KEY", "seen-payments"));
        await household.DeployAsync(token, "seen-worker", ("API_KEY", "seen-payments"), ("WEBHOOK_KEY", "seen-payments"));
        await page.ReloadAsync();
        await page.SeesAsync("Current");
        await page.LooksGoodAsync("service-deployments", household.Viewport);
    }

    [Fact]
    public async Task What_a_service_read_hour_by_hour_and_what_it_was_refused()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "read-secret", household.NewCanary(), "", "Workers"));
        var page = await household.Deployer.RegisterServiceAsync("checkout-api", "Workers");
        await page.BindAsync("API_KEY", "read-secret");
        var (address, id) = (page.Url.Split('?')[0], page.Url.Split('?')[0].Split('/')[^1]);
        await page.GoAsync($"{address}?tab=usage");
        await page.SeesAsync("Nothing was read in the last 24 hours");
        await page.LooksGoodAsync("service-usage-none", household.Viewport);

        var credential = await household.IssueCredentialAsync(await household.MakeAdministeringTokenAsync("issues"), id);
        await household.HasReadBeforeAsync(id);
        Assert.Equal((200, 404), (await household.ReadAsync(credential, "API_KEY"), await household.ReadAsync(credential, "NO_SUCH")));

        await page.GoAsync($"{address}?tab=usage");
        await Expect(page.Locator(".sd-bar-reads")).Not.ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Refused reads" })).ToContainTextAsync("A name that is not bound");
        await page.LooksGoodAsync("service-usage", household.Viewport);
        await page.GetByText("Show the numbers").ClickAsync();
        await page.Locator(".sd-column").Nth(20).HoverAsync();
        await page.LooksGoodAsync("service-usage-numbers", household.Viewport);
        await page.GetByLabel("Period").SelectOptionAsync(new SelectOptionValue { Label = "Last 7 days" });
        await Expect(page.Locator(".sd-column")).ToHaveCountAsync(168);
        await page.LooksGoodAsync("service-usage-week", household.Viewport);

        foreach (var (path, name) in new[] { ("/services", "services-used"), ("/secrets", "secrets-used"), ("/secrets?unused=90", "secrets-unused"), (new Uri(address).AbsolutePath, "service-used") })
        {
            await page.GoAsync(path);
            await page.LooksGoodAsync(name, household.Viewport);
        }
    }

    [Fact]
    public async Task How_a_service_says_which_one_it_is()
    {
        var page = await household.ServiceToIdentifyAsync("seen-identity", household.NewCanary());
        await page.LooksGoodAsync("identity-empty", household.Viewport);
        await page.Button("Issue credential").ClickAsync();
        await Expect(page.OpenDialog()).ToBeVisibleAsync();
        await page.LooksGoodAsync("credential-new", household.Viewport);
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync("eu-west");
        await page.GetByLabel("Expires", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = "7" });
        await page.GetByLabel("Allowed addresses").FillAsync("127.0.0.0/8");
        await page.OpenDialog().Button("Issue credential").ClickAsync();
        await household.ReadValueAsync(await household.CredentialShownAsync(page, "eu-west"));
        await page.LooksGoodAsync("credential-shown-once", household.Viewport);
        await page.Button("I have stored it").ClickAsync();

        await page.FillWorkloadAsync("", "");
        await page.SeesAsync("Enter the subject");
        await page.LooksGoodAsync("workload-mistakes", household.Viewport);
        await page.OpenDialog().Button("Cancel").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        await page.FillWorkloadAsync("system:serviceaccount:seen:checkout");
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.LooksGoodAsync("identity", household.Viewport);

        await (await page.RowActionAsync("eu-west", "Roll")).ClickAsync();
        await Expect(page.OpenDialog()).ToBeVisibleAsync();
        await page.LooksGoodAsync("credential-roll", household.Viewport);
        await page.OpenDialog().Button("Roll").ClickAsync();
        await household.CredentialShownAsync(page, "eu-west");
        await page.LooksGoodAsync("credential-rolled", household.Viewport);
        var deployer = await household.Deployer.OpenAsync(new Uri(page.Url).PathAndQuery);
        await deployer.LooksGoodAsync("identity-deployer", household.Viewport);
    }
}
