using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>The input of a form is kept when the connection drops or the server restarts, except for the secret's value.</summary>
public sealed class A_dropped_connection(Chromium chromium)
{
    [Fact]
    public async Task A_form_keeps_everything_except_the_value_when_the_server_restarts()
    {
        await using var host = await DedicatedHost.OpenAsync("dropped", chromium);
        var page = await host.Owner.OpenAsync("/secrets/new");
        var value = host.NewCanary();
        await page.FillNewSecretAsync(new(host.Store, "half-typed", value, "A long comment", "Workers", "DEX"));

        await host.Server.KillAsync();
        await Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await host.Server.StartAsync();
        await ReloadAsync(page);
        await page.WaitUntilInteractiveAsync();

        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("half-typed");
        await Expect(page.GetByLabel("Comment")).ToHaveValueAsync("A long comment");
        await Expect(page.Checkbox("DEX")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(value);
        await page.Button("Create secret").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));
        await page.NavigateAsync("/secrets?q=half-typed");
        await Expect(page.RowOf("half-typed")).ToContainTextAsync("DEX");
    }

    // The page tries by itself as well. Whether one of its tries or the person's is
    // the one that finds the circuit gone is a matter of moments.
    private static async Task ReloadAsync(IPage page)
    {
        var (reload, tryNow) = (page.Button("Reload page"), page.Button("Try now"));
        for (var tries = 0; tries < 10 && !await reload.IsVisibleAsync(); tries++)
        {
            await Expect(reload.Or(tryNow).First).ToBeVisibleAsync();
            if (await tryNow.IsVisibleAsync())
            {
                await tryNow.DispatchEventAsync("click");
            }
        }
        await reload.ClickAsync();
        await Expect(reload).ToBeHiddenAsync(); // The page that is left says until its end that it is live.
    }
}
