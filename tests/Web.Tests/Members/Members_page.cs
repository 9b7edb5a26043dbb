using SecretsDashboard.Web.Members;

namespace SecretsDashboard.Web.Tests.Members;

public sealed class Members_page : ComponentTest
{
    [Fact]
    public void A_super_administrator_sees_every_member_and_may_invite()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<MembersPage>("/members");

        screen.Shows("guest@example.org");
        screen.ShowsOn("Invite member");
    }

    [Fact]
    public void A_reporter_sees_every_member_and_why_inviting_is_off()
    {
        var screen = Host.ScreenOf(Host.Reporter).Open<MembersPage>("/members");

        screen.Shows("guest@example.org");
        screen.ShowsOff("Invite member", "Needs Super Administrator. You are Reporter.");
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.None)]
    public void Members_with_other_roles_see_only_themselves_and_the_reason(Roles roles)
    {
        var who = Host.With(roles);

        var screen = Host.ScreenOf(who).Open<MembersPage>("/members");

        screen.Shows(who.Email);
        screen.Shows("Only your own entry is shown.");
        screen.ShowsNot(Host.Owner.Email);
        screen.ShowsOff("Invite member", "Needs Super Administrator.");
    }
}
