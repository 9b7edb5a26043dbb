using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class Two_tabs(DesktopHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_double_click_on_create_makes_one_secret()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "clicked-twice", host.NewCanary(), "", "Workers"));
        await page.Button("Create secret").DblClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/secrets/new"));
        await page.NavigateAsync("/secrets?q=clicked-twice");
        await Expect(page.RowOf("clicked-twice")).ToHaveCountAsync(1);

        var audit = await host.Reporter.OpenAsync("/audit?q=clicked-twice&changes=only");
        await Expect(audit.GetByRole(AriaRole.Row).Filter(new() { HasText = "clicked-twice" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_second_of_two_editors_sees_a_conflict_and_keeps_the_typed_text()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "edited-twice", host.NewCanary(), "At first", "Workers"));
        var (first, second) = (await EditAsync(host.Admin), await EditAsync(host.Owner));
        await first.GetByLabel("Comment").FillAsync("From the first tab");
        await first.Button("Save changes").ClickAsync();
        await Expect(first.Button("Save changes")).ToHaveCountAsync(0);

        await second.GetByLabel("Comment").FillAsync("From the second tab");
        await second.Button("Save changes").ClickAsync();

        await Expect(second.GetByRole(AriaRole.Alert).First).ToContainTextAsync("in the meantime", new() { IgnoreCase = true });
        await Expect(second.GetByLabel("Comment")).ToHaveValueAsync("From the second tab");
    }

    private static async Task<IPage> EditAsync(Person person)
    {
        var page = await person.OpenSecretsAsync("edited-twice");
        await (await page.RowActionAsync("edited-twice", "Edit")).ClickAsync();
        await Expect(page.GetByLabel("Comment")).ToHaveValueAsync("At first");
        return page;
    }
}
