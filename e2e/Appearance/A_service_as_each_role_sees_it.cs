using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class A_service_as_each_role_sees_it_on_a_desktop(DesktopHost host) : A_service_as_each_role_sees_it(host);

[Collection(nameof(PhoneHost))]
public sealed class A_service_as_each_role_sees_it_on_a_phone(PhoneHost host) : A_service_as_each_role_sees_it(host);

/// <summary>Every tab of a service that has been there for a year, and of a gateway.</summary>
public abstract class A_service_as_each_role_sees_it(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task Every_tab_of_a_service_is_accessible_for_each_role_that_sees_it_differently()
    {
        var (worker, gateway) = await host.AddSampleDataAsync();
        foreach (
            var (who, role) in new[]
            {
                (host.Owner, "owner"),
                (host.Admin, "admin"),
                (host.Deployer, "deployer"),
                (host.Reporter, "reporter"),
            }
        )
        {
            var page = await who.OpenAsync("/");
            await page.CheckAppearanceAsync($"sample-home-{role}", host.Viewport);
            await CheckAppearanceAsync(page, $"/services/{worker}", $"sample-worker-bindings-{role}");
            await CheckAppearanceAsync(page, $"/services/{worker}?tab=identity", $"sample-worker-identity-{role}");
            await CheckAppearanceAsync(page, $"/services/{gateway}", $"sample-gateway-providers-{role}");
            await page.CloseAsync();
        }
        var reporter = await host.Reporter.OpenAsync("/services");
        foreach (var tab in new[] { "deployments", "usage", "activity" }) // The same to everybody.
        {
            await CheckAppearanceAsync(reporter, $"/services/{worker}?tab={tab}", $"sample-worker-{tab}");
        }
    }

    private async Task CheckAppearanceAsync(IPage page, string address, string name)
    {
        await page.NavigateAsync(address);
        await page.CheckAppearanceAsync(name, host.Viewport);
    }
}
