using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class A_role_that_changes_on_a_desktop(DesktopHost host) : A_role_that_changes(host);

[Collection(nameof(PhoneHost))]
public sealed class A_role_that_changes_on_a_phone(PhoneHost host) : A_role_that_changes(host);

/// <summary>Step 7: the next click in a page that is already open is judged by the roles of now.</summary>
public abstract class A_role_that_changes(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task An_admin_who_is_demoted_can_no_longer_create_a_secret_in_an_open_form()
    {
        var member = await host.JoinAsync("dan.demoted@example.org", Role.Admin);
        var page = await member.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "too-late", host.NewCanary(), "", "Workers"));

        await host.Owner.SetRolesAsync(member.Email, Role.Reporter);
        await page.Button("Create secret").ClickAsync();

        await page.ExpectRefusalAsync(authorization: "failed", scope: "not applicable");
        await page.NavigateAsync("/secrets?q=too-late");
        await Expect(page.RowOf("too-late")).ToHaveCountAsync(0);
        await page.ActionNamed("New secret").ExpectDisabledAsync("You are Reporter");
    }

    [Fact]
    public async Task The_actions_of_a_promoted_member_become_enabled_in_an_open_page()
    {
        var member = await host.JoinAsync("pia.promoted@example.org", Role.Reporter);
        var page = await member.OpenAsync("/secrets");
        await page.ActionNamed("New secret").ExpectDisabledAsync("You are Reporter");

        await host.Owner.SetRolesAsync(member.Email, Role.Admin);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("any");
        await Expect(page.ActionNamed("New secret")).ToBeEnabledAsync();
    }
}
