using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;

namespace SecretsDashboard.E2E.Looks;

[Collection(nameof(DeskHousehold))]
public sealed class A_service_as_each_role_sees_it_at_a_desk(DeskHousehold household) : A_service_as_each_role_sees_it(household);

[Collection(nameof(PhoneHousehold))]
public sealed class A_service_as_each_role_sees_it_on_a_phone(PhoneHousehold household) : A_service_as_each_role_sees_it(household);

/// <summary>Every tab of a service that has been there for a year, and of a gateway.</summary>
public abstract class A_service_as_each_role_sees_it(Household household) : AtHome(household)
{
    [Fact]
    public async Task Looks_good_on_every_tab()
    {
        var (worker, gateway) = await household.FurnishAsync();
        foreach (var (who, role) in new[] { (household.Owner, "owner"), (household.Admin, "admin"), (household.Deployer, "deployer"), (household.Reporter, "reporter") })
        {
            var page = await who.OpenAsync("/");
            await page.LooksGoodAsync($"furnished-home-{role}", household.Viewport);
            await LooksGoodAsync(page, $"/services/{worker}", $"furnished-worker-bindings-{role}");
            await LooksGoodAsync(page, $"/services/{worker}?tab=identity", $"furnished-worker-identity-{role}");
            await LooksGoodAsync(page, $"/services/{gateway}", $"furnished-gateway-providers-{role}");
            await page.CloseAsync();
        }
        var reporter = await household.Reporter.OpenAsync("/services");
        foreach (var tab in new[] { "deployments", "usage", "activity" }) // The same to everybody.
        {
            await LooksGoodAsync(reporter, $"/services/{worker}?tab={tab}", $"furnished-worker-{tab}");
        }
    }

    private async Task LooksGoodAsync(IPage page, string address, string name)
    {
        await page.GoAsync(address);
        await page.LooksGoodAsync(name, household.Viewport);
    }
}
