using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Members;

namespace SecretsDashboard.Web.Tests.Members;

public sealed class Inviting : ComponentTest
{
    [Fact]
    public async Task The_invitation_link_is_shown_once_and_grants_the_ticked_roles()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<MembersPage>("/members").Click("Invite member");
        screen.Select("E-mail", "nina@example.org");
        screen.Tick("Secrets Store Reporter");

        screen.Click("Create invitation");
        var link = screen.Field("Invitation link for nina@example.org").GetAttribute("value")!;
        screen.Click("I have stored it");

        screen.ShowsNot("Invitation link");
        Assert.DoesNotContain(link, string.Concat(screen.All("main").Select(m => m.OuterHtml)), StringComparison.Ordinal);
        var view = Assert
            .IsType<Done<InvitationView>>(await Host.Gate.AskAsync(Caller.Anonymous(null), new GetInvitation(new Uri(link).Segments[^1])))
            .Value;
        Assert.Equal(("nina@example.org", Roles.Reporter), (view.Email, view.Roles));
    }

    [Fact]
    public void An_invitation_problem_is_shown_beside_its_field_and_the_input_stays()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<MembersPage>("/members").Click("Invite member");
        screen.Select("E-mail", "guest@example.org");

        screen.Click("Create invitation");

        screen.Shows("guest@example.org is already a member.");
        Assert.Equal("guest@example.org", screen.Field("E-mail").GetAttribute("value"));
    }

    [Fact]
    public async Task An_invitation_is_refused_with_both_checks_when_the_role_was_lost_meanwhile()
    {
        await Host.GiveRolesAsync(Host.Admin, Roles.SuperAdministrator);
        var screen = Host.ScreenOf(Host.Admin).Open<MembersPage>("/members").Click("Invite member");
        screen.Select("E-mail", "nina@example.org");
        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.Click("Create invitation");

        screen.Shows("Needs Super Administrator. You are Reporter.");
        screen.Shows("Secret scope");
    }

    [Fact]
    public async Task An_open_invitation_can_be_taken_back()
    {
        var invitation = await Host.DoAsync(Host.Owner, new InviteMember("nina@example.org", Roles.Admin));
        var screen = Host.ScreenOf(Host.Owner).Open<MembersPage>("/members");

        screen.Click("Actions for nina@example.org");
        screen.Click("Take back");

        screen.ShowsNot("Open invitations");
        Assert.IsType<Failed<InvitationView>>(await Host.Gate.AskAsync(Caller.Anonymous(null), new GetInvitation(invitation.Token)));
    }
}
