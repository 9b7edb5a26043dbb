using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Members;

namespace SecretsDashboard.Web.Tests.Members;

public sealed class Member_page : ComponentTest
{
    [Fact]
    public async Task Ticked_roles_are_saved()
    {
        var store = await Host.StoreAsync("production");
        var screen = Open(Host.Owner, Host.Guest);

        screen.Tick("Secrets Store Deployer");
        screen.Tick("Secrets Store Admin", which: 1);
        screen.Click("Save roles");

        screen.Wait(() => Assert.Contains("Roles saved", screen.Text, StringComparison.Ordinal));
        var saved = await Host.DoAsync(Host.Owner, new GetMember(Host.Guest.Id));
        Assert.Equal((Roles.Deployer, store, Roles.Admin), (saved.Roles, saved.StoreRoles[0].Store, saved.StoreRoles[0].Roles));
    }

    [Fact]
    public async Task Ticked_roles_stay_when_somebody_else_changed_the_member_first()
    {
        var screen = Open(Host.Owner, Host.Guest);
        screen.Tick("Secrets Store Deployer");
        await Host.GiveRolesAsync(Host.Guest, Roles.Reporter);

        screen.Click("Save roles");

        screen.Shows("Someone else changed guest@example.org");
        Assert.True(screen.Checkbox("Secrets Store Deployer").HasAttribute("checked"));
        screen.Click("Show what is saved");
        screen.Wait(() => Assert.True(screen.Checkbox("Secrets Store Reporter").HasAttribute("checked")));
        Assert.False(screen.Checkbox("Secrets Store Deployer").HasAttribute("checked"));
    }

    [Fact]
    public void The_command_for_a_lost_password_is_one_of_the_running_program() =>
        Open(Host.Owner, Host.Guest).Shows("member reset-password --email guest@example.org").ShowsNot("dotnet run");

    [Fact]
    public void The_last_super_administrator_cannot_take_the_role_from_themselves()
    {
        var screen = Open(Host.Owner, Host.Owner);

        screen.Tick("Super Administrator", on: false);
        screen.Click("Save roles");

        screen.Shows("owner@example.org is the last enabled Super Administrator");
    }

    [Fact]
    public void A_reporter_sees_the_roles_and_why_they_cannot_change_them()
    {
        var screen = Open(Host.Reporter, Host.Guest);

        screen.ShowsOff("Save roles", "Needs Super Administrator. You are Reporter.");
        screen.ShowsOff("Disable member", "Needs Super Administrator.");
        screen.ShowsOff("Remove member", "Needs Super Administrator.");
        Assert.True(screen.Checkbox("Secrets Store Admin").HasAttribute("disabled"));
    }

    [Fact]
    public void A_deployer_sees_their_own_member_page_and_no_other()
    {
        Open(Host.Deployer, Host.Deployer).Shows("deployer@example.org");

        var other = Open(Host.Deployer, Host.Guest);
        other.Shows("The member can't be shown");
        other.ShowsNot("guest@example.org");
    }

    [Fact]
    public async Task A_removed_role_takes_effect_in_the_open_member_page()
    {
        await Host.GiveRolesAsync(Host.Admin, Roles.SuperAdministrator);
        var screen = Open(Host.Admin, Host.Guest);
        screen.ShowsOn("Save roles");

        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.ShowsOff("Save roles", "Needs Super Administrator. You are Reporter.");
        screen.Shows("Your roles have changed");
    }

    [Fact]
    public async Task A_disabled_member_is_shown_as_such_and_can_be_enabled()
    {
        var screen = Open(Host.Owner, Host.Guest);

        screen.Click("Disable member");
        screen.Shows("Disabled");
        screen.Click("Enable member");

        screen.ShowsOn("Disable member");
        Assert.False((await Host.DoAsync(Host.Owner, new GetMember(Host.Guest.Id))).Disabled);
    }

    [Fact]
    public async Task Removing_a_member_asks_for_confirmation()
    {
        var screen = Open(Host.Owner, Host.Guest);

        screen.Click("Remove member");
        screen.Click("Keep member");
        screen.Wait(() => Assert.Empty(screen.All("[role=dialog]")));
        screen.Click("Remove member");
        screen.Button("Keep member");
        screen.Click("Remove member", which: 1); // The dialog's button, which comes after the page's.

        screen.Shows("guest@example.org is removed.");
        screen.Wait(() => Assert.Equal("/members", screen.Address));
        Assert.IsType<Failed<MemberDetail>>(await Host.Gate.AskAsync(Host.Owner.Caller, new GetMember(Host.Guest.Id)));
    }

    private Screen Open(SampleMember who, SampleMember member)
    {
        var screen = Host.ScreenOf(who).Open<MemberPage>($"/members/{member.Id}", ("Id", member.Id.Value));
        screen.Wait(() => Assert.Empty(screen.All("[aria-busy=true]")));
        return screen;
    }
}
