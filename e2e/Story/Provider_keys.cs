using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Provider_keys_on_a_desktop(DesktopHost host) : Provider_keys(host);

[Collection(nameof(PhoneHost))]
public sealed class Provider_keys_on_a_phone(PhoneHost host) : Provider_keys(host);

/// <summary>A Deployer gives an AI gateway its keys.</summary>
public abstract class Provider_keys(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_deployer_adds_changes_and_removes_a_key_of_a_gateway()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "openai-key", host.NewCanary(), "", "AI Gateway"));
        var page = await host.Deployer.RegisterServiceAsync("assistant", "AI Gateway");
        await Expect(page.GetByText("No key yet")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("gateway-empty", host.Viewport);

        await page.TryAssociateAsync("openai", "openai-key");
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("openai-key");
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("Never used");

        await page.Button("Edit openai default").ClickAsync();
        await page.OpenDialog().GetByLabel("Requests a minute").FillAsync("120");
        await page.CheckAppearanceAsync("gateway-key-edit", host.Viewport);
        await page.OpenDialog().Button("Save key").ClickAsync();
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("120 a minute");
        await page.TryAssociateAsync("anthropic", "openai-key");
        await Expect(page.KeyOf("anthropic", "default")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("gateway", host.Viewport);

        await page.Button("Remove openai default").ClickAsync();
        await Expect(page.KeyOf("openai", "default")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_gateway_key_outside_the_secrets_scopes_is_rejected_and_shows_both_checks()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "not-for-gateways", host.NewCanary(), "", "DEX"));
        var page = await host.Deployer.RegisterServiceAsync("assistant-refused", "AI Gateway");

        await page.TryAssociateAsync("openai", "not-for-gateways");

        await page.ExpectRefusalAsync(authorization: "passed", scope: "failed");
        await page.CheckAppearanceAsync("gateway-key-refused", host.Viewport);
    }
}
