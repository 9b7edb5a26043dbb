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
            foreach (var tab in new[] { "", "deployments", "identity", "usage", "activity" })
            {
                await page.GoAsync($"/services/{worker}?tab={tab}");
                await page.LooksGoodAsync($"furnished-worker-{tab}-{role}", household.Viewport);
            }
            foreach (var tab in new[] { "", "identity" })
            {
                await page.GoAsync($"/services/{gateway}?tab={tab}");
                await page.LooksGoodAsync($"furnished-gateway-{tab}-{role}", household.Viewport);
            }
            await page.CloseAsync();
        }
    }
}
