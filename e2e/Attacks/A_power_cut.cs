using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>What was acknowledged is there after the process was killed in the middle of work.</summary>
public sealed class A_power_cut(Chromium chromium)
{
    [Fact]
    public async Task A_killed_server_has_everything_that_it_acknowledged_and_an_unbroken_audit_log()
    {
        await using var household = await Hermitage.OpenAsync("power-cut", chromium);
        var writing = await household.Owner.OpenAsync("/secrets/new");
        for (var number = 1; number <= 3; number++)
        {
            await household.Owner.CreateSecretAsync(new(household.Store, $"acknowledged-{number}", household.NewCanary(), "", "Workers"));
        }

        await writing.FillNewSecretAsync(new(household.Store, "perhaps", household.NewCanary(), "", "Workers"));
        await writing.Button("Create secret").ClickAsync();
        await household.Server.KillAsync();
        await household.Server.StartAsync();

        var page = await household.Owner.OpenSecretsAsync("acknowledged-");
        for (var number = 1; number <= 3; number++)
        {
            await Expect(page.RowOf($"acknowledged-{number}")).ToBeVisibleAsync();
        }

        var (exitCode, output) = await household.Server.ConsoleAsync("audit", "verify");
        Assert.True(exitCode == 0, output);
    }
}
