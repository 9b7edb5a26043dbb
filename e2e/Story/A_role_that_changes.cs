using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DeskHousehold))]
public sealed class A_role_that_changes_at_a_desk(DeskHousehold household) : A_role_that_changes(household);

[Collection(nameof(PhoneHousehold))]
public sealed class A_role_that_changes_on_a_phone(PhoneHousehold household) : A_role_that_changes(household);

/// <summary>Step 7: the next click in a page that is already open is judged by the roles of now.</summary>
public abstract class A_role_that_changes(Household household) : AtHome(household)
{
    [Fact]
    public async Task An_admin_who_was_demoted_meanwhile_can_no_longer_create_in_the_open_form()
    {
        var member = await household.JoinAsync("dan.demoted@example.org", Role.Admin);
        var page = await member.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(household.Store, "too-late", household.NewCanary(), "", "Workers"));

        await household.Owner.SetRolesAsync(member.Email, Role.Reporter);
        await page.Button("Create secret").ClickAsync();

        await page.SeesRefusalAsync(authorization: "failed", scope: "not applicable");
        await page.GoAsync("/secrets?q=too-late");
        await Expect(page.RowOf("too-late")).ToHaveCountAsync(0);
        await page.ActionNamed("New secret").SeesOffAsync("You are Reporter");
    }

    [Fact]
    public async Task A_member_who_was_promoted_meanwhile_may_at_the_next_page()
    {
        var member = await household.JoinAsync("pia.promoted@example.org", Role.Reporter);
        var page = await member.OpenAsync("/secrets");
        await page.ActionNamed("New secret").SeesOffAsync("You are Reporter");

        await household.Owner.SetRolesAsync(member.Email, Role.Admin);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("any");
        await Expect(page.ActionNamed("New secret")).ToBeEnabledAsync();
    }
}
