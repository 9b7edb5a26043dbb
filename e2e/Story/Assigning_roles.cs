using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Assigning_roles_on_a_desktop(DesktopHost host) : Assigning_roles(host);

[Collection(nameof(PhoneHost))]
public sealed class Assigning_roles_on_a_phone(PhoneHost host) : Assigning_roles(host);

/// <summary>Step 3: members join by one-time links, and hold roles for the account or for single stores.</summary>
public abstract class Assigning_roles(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task An_invited_member_chooses_their_own_password_and_the_link_works_once()
    {
        var newcomer = await host.NewPersonAsync("nina.newcomer@example.org");
        var link = await host.Owner.InviteAsync(newcomer.Email, Role.Reporter);
        await newcomer.AcceptInvitationAsync(link);
        await newcomer.SignInAsync();

        var page = await newcomer.OpenStaticAsync(new Uri(link).AbsolutePath);
        await Expect(page.Button("Accept invitation")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Roles_are_given_and_taken_away()
    {
        var member = await host.JoinAsync("mia.moves@example.org", Role.Reporter);
        await host.Owner.SetRolesAsync(member.Email, Role.Admin, Role.Deployer);
        var page = await member.OpenAsync("/secrets");
        await Expect(page.ActionNamed("New secret")).ToBeEnabledAsync();

        await host.Owner.SetRolesAsync(member.Email, Role.Deployer);
        await page.NavigateAsync("/secrets");
        await page.ActionNamed("New secret").ExpectDisabledAsync("You are Deployer");
    }

    [Fact]
    public async Task A_role_on_one_store_reaches_that_store_alone()
    {
        var owner = await host.Owner.OpenAsync("/stores");
        await owner.CreateStoreAsync("staging");
        await host.Admin.CreateSecretAsync(new("staging", "inside-the-grant", host.NewCanary(), "", "Workers"));
        await host.Admin.CreateSecretAsync(new(host.Store, "outside-the-grant", host.NewCanary(), "", "Workers"));
        var member = await host.JoinAsync("sten.store@example.org");
        await host.Owner.GrantOnStoreAsync(member.Email, "staging", Role.Reporter);

        var page = await member.OpenSecretsAsync("-the-grant");
        await Expect(page.RowOf("inside-the-grant")).ToBeVisibleAsync();
        await Expect(page.RowOf("outside-the-grant")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_last_super_administrator_cannot_give_up_that_role()
    {
        var page = await host.Owner.OpenMemberAsync(host.Owner.Email);
        await page.TickRolesAsync(Role.Admin);
        await page.Button("Save roles").First.ClickAsync();
        await Expect(page.GetByText("last").First).ToBeVisibleAsync();

        await page.NavigateAsync("/members");
        await Expect(page.Button("Invite member")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task The_session_of_a_removed_member_ends_in_a_page_that_is_already_open()
    {
        var member = await host.JoinAsync("rolf.removed@example.org", Role.Admin);
        var open = await member.OpenAsync("/secrets");

        var page = await host.Owner.OpenMemberAsync(member.Email);
        await page.Button("Remove member").First.ClickAsync();
        await page.OpenDialog().Button("Remove member").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);

        await Expect(open.GetByText("Your session has ended")).ToBeVisibleAsync();
    }
}
