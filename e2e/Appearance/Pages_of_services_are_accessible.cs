using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class Pages_of_services_are_accessible_on_a_desktop(DesktopHost host) : Pages_of_services_are_accessible(host);

[Collection(nameof(PhoneHost))]
public sealed class Pages_of_services_are_accessible_on_a_phone(PhoneHost host) : Pages_of_services_are_accessible(host);

/// <summary>A service's page with content: deployments, reads and the identities of the service.</summary>
public abstract class Pages_of_services_are_accessible(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task The_deployments_of_a_worker_are_accessible_before_and_after_a_deployment()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "seen-payments", host.NewCanary(), "", "Workers"));
        var token = await host.MakeTokenAsync(host.Deployer, "seen-deployer", "Bind");
        var page = await host.Deployer.RegisterServiceAsync("seen-worker", "Workers");
        await page.GetByRole(AriaRole.Link, new() { Name = "Deployments" }).ClickAsync();
        await page.ExpectTextAsync("Nothing was deployed yet");
        await page.CheckAppearanceAsync("service-deployments-none", host.Viewport);

        await host.DeployAsync(token, "seen-worker", ("API_KEY", "seen-payments"));
        await host.DeployAsync(token, "seen-worker", ("API_KEY", "seen-payments"), ("WEBHOOK_KEY", "seen-payments"));
        await page.ReloadAsync();
        await page.ExpectTextAsync("Current");
        await page.CheckAppearanceAsync("service-deployments", host.Viewport);
    }

    [Fact]
    public async Task The_usage_of_a_service_shows_reads_and_rejected_reads_and_is_accessible()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "read-secret", host.NewCanary(), "", "Workers"));
        var page = await host.Deployer.RegisterServiceAsync("checkout-api", "Workers");
        await page.BindAsync("API_KEY", "read-secret");
        var (address, id) = (page.Url.Split('?')[0], page.Url.Split('?')[0].Split('/')[^1]);
        await page.NavigateAsync($"{address}?tab=usage");
        await page.ExpectTextAsync("Nothing was read in the last 24 hours");
        await page.CheckAppearanceAsync("service-usage-none", host.Viewport);

        var credential = await host.IssueCredentialAsync(await host.MakeAdministeringTokenAsync("issues"), id);
        await host.InsertPastReadsAsync(id);
        Assert.Equal((200, 404), (await host.ReadAsync(credential, "API_KEY"), await host.ReadAsync(credential, "NO_SUCH")));

        await page.NavigateAsync($"{address}?tab=usage");
        await Expect(page.Locator(".sd-bar-reads")).Not.ToHaveCountAsync(0);
        await Expect(page.GetByRole(AriaRole.Table, new() { Name = "Refused reads" })).ToContainTextAsync("A name that is not bound");
        await page.CheckAppearanceAsync("service-usage", host.Viewport);
        await page.GetByText("Show the numbers").ClickAsync();
        await page.Locator(".sd-column").Nth(20).HoverAsync();
        await page.CheckAppearanceAsync("service-usage-numbers", host.Viewport);
        await page.GetByLabel("Period").SelectOptionAsync(new SelectOptionValue { Label = "Last 7 days" });
        await Expect(page.Locator(".sd-column")).ToHaveCountAsync(168);
        await page.CheckAppearanceAsync("service-usage-week", host.Viewport);

        foreach (
            var (path, name) in new[]
            {
                ("/services", "services-used"),
                ("/secrets", "secrets-used"),
                ("/secrets?unused=90", "secrets-unused"),
                (new Uri(address).AbsolutePath, "service-used"),
            }
        )
        {
            await page.NavigateAsync(path);
            await page.CheckAppearanceAsync(name, host.Viewport);
        }
    }

    [Fact]
    public async Task The_identity_tab_of_a_service_and_its_dialogs_are_accessible()
    {
        var page = await host.OpenNewServiceIdentityAsync("seen-identity", host.NewCanary());
        await page.CheckAppearanceAsync("identity-empty", host.Viewport);
        await page.Button("Issue credential").ClickAsync();
        await Expect(page.OpenDialog()).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("credential-new", host.Viewport);
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync("eu-west");
        await page.GetByLabel("Expires", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = "7" });
        await page.GetByLabel("Allowed addresses").FillAsync("127.0.0.0/8");
        await page.OpenDialog().Button("Issue credential").ClickAsync();
        await host.ReadValueAsync(await host.ReadShownCredentialAsync(page, "eu-west"));
        await page.CheckAppearanceAsync("credential-shown-once", host.Viewport);
        await page.Button("I have stored it").ClickAsync();

        await page.MapWorkloadAsync("", "");
        await page.ExpectTextAsync("Enter the subject");
        await page.CheckAppearanceAsync("workload-mistakes", host.Viewport);
        await page.OpenDialog().Button("Cancel").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        await page.MapWorkloadAsync("system:serviceaccount:seen:checkout");
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        await page.ReloadAsync();
        await page.CheckAppearanceAsync("identity", host.Viewport);

        await (await page.RowActionAsync("eu-west", "Roll")).ClickAsync();
        await Expect(page.OpenDialog()).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("credential-roll", host.Viewport);
        await page.OpenDialog().Button("Roll").ClickAsync();
        await host.ReadShownCredentialAsync(page, "eu-west");
        await page.CheckAppearanceAsync("credential-rolled", host.Viewport);
        var deployer = await host.Deployer.OpenAsync(new Uri(page.Url).PathAndQuery);
        await deployer.CheckAppearanceAsync("identity-deployer", host.Viewport);
    }
}
