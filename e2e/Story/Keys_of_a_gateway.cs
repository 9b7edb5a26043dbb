using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using SecretsDashboard.E2E.Looks;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DeskHousehold))]
public sealed class Keys_of_a_gateway_at_a_desk(DeskHousehold household) : Keys_of_a_gateway(household);

[Collection(nameof(PhoneHousehold))]
public sealed class Keys_of_a_gateway_on_a_phone(PhoneHousehold household) : Keys_of_a_gateway(household);

/// <summary>A Deployer gives an AI gateway its keys.</summary>
public abstract class Keys_of_a_gateway(Household household) : AtHome(household)
{
    [Fact]
    public async Task A_deployer_associates_a_key_changes_it_and_takes_it_away()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "openai-key", household.NewCanary(), "", "AI Gateway"));
        var page = await household.Deployer.RegisterServiceAsync("assistant", "AI Gateway");
        await Expect(page.GetByText("No key yet")).ToBeVisibleAsync();
        await page.LooksGoodAsync("gateway-empty", household.Viewport);

        await page.TryAssociateAsync("openai", "openai-key");
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("openai-key");
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("Never used");

        await page.Button("Edit openai default").ClickAsync();
        await page.OpenDialog().GetByLabel("Requests a minute").FillAsync("120");
        await page.LooksGoodAsync("gateway-key-edit", household.Viewport);
        await page.OpenDialog().Button("Save key").ClickAsync();
        await Expect(page.KeyOf("openai", "default")).ToContainTextAsync("120 a minute");
        await page.TryAssociateAsync("anthropic", "openai-key");
        await Expect(page.KeyOf("anthropic", "default")).ToBeVisibleAsync();
        await page.LooksGoodAsync("gateway", household.Viewport);

        await page.Button("Remove openai default").ClickAsync();
        await Expect(page.KeyOf("openai", "default")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_key_outside_the_scopes_is_refused_with_both_checks()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "not-for-gateways", household.NewCanary(), "", "DEX"));
        var page = await household.Deployer.RegisterServiceAsync("assistant-refused", "AI Gateway");

        await page.TryAssociateAsync("openai", "not-for-gateways");

        await page.SeesRefusalAsync(authorization: "passed", scope: "failed");
        await page.LooksGoodAsync("gateway-key-refused", household.Viewport);
    }
}
