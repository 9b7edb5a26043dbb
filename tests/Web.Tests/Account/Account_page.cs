using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Account;

namespace SecretsDashboard.Web.Tests.Account;

public sealed class Account_page : ComponentTest
{
    [Theory]
    [InlineData(Roles.SuperAdministrator, "Super Administrator for the whole account.")]
    [InlineData(Roles.Reporter, "Reporter for the whole account.")]
    [InlineData(Roles.None, "No role for the whole account.")]
    public void The_account_page_shows_the_members_email_roles_and_session(Roles roles, string words)
    {
        var screen = Open(Host.With(roles));

        screen.Shows(Host.With(roles).Email);
        screen.Shows(words);
        screen.Shows("This session");
    }

    [Fact]
    public async Task A_member_can_end_another_session_from_the_account_page()
    {
        var other = await AgainAsync(Host.Guest);
        var screen = Open(Host.Guest);

        screen.Click("End session of Firefox on Windows at 203.0.113.9");

        screen.Shows("The session is ended.");
        Assert.Equal(Standing.SessionEnded, (await Host.Gate.IdentifyAsync(other)).Member!.Standing);
    }

    [Fact]
    public async Task All_other_sessions_are_ended_at_once()
    {
        var other = await AgainAsync(Host.Guest);
        var screen = Open(Host.Guest);

        screen.Click("End all other sessions");

        screen.Shows("One session is ended.");
        Assert.Equal(Standing.SessionEnded, (await Host.Gate.IdentifyAsync(other)).Member!.Standing);
    }

    [Fact]
    public void A_changed_password_leads_to_sign_in()
    {
        var screen = Open(Host.Guest);

        Type(screen, SampleMember.Password, "another set of quiet words");

        screen.Wait(() => Assert.Equal("/login?note=password-changed", screen.Address.Split('&')[0]));
    }

    [Fact]
    public void A_wrong_current_password_is_reported_beside_its_field_and_no_typed_text_is_shown_again()
    {
        var screen = Open(Host.Guest);

        Type(screen, "a canary as password", "another canary as password");

        screen.Shows("This is not your current password");
        Assert.DoesNotContain("canary", string.Concat(screen.All("main").Select(m => m.OuterHtml)), StringComparison.Ordinal);
    }

    private Screen Open(SampleMember who)
    {
        var screen = Host.ScreenOf(who).Open<AccountPage>("/account");
        screen.Button("Change password");
        return screen;
    }

    private static void Type(Screen screen, string current, string chosen)
    {
        screen.Select("Current password", current);
        screen.Select("New password", chosen);
        screen.Select("Confirm new password", chosen);
        screen.All("form.sd-form")[0].Submit();
    }

    private async Task<Caller> AgainAsync(SampleMember who)
    {
        var visitor = Caller.Anonymous(
            System.Net.IPAddress.Parse("203.0.113.9"),
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
        );
        var signedIn = Assert
            .IsType<Done<SignedIn>>(await Host.Gate.AskAsync(visitor, new SignIn(who.Email, Plaintext.TryFrom(SampleMember.Password))))
            .Value;
        return Caller.Of(signedIn.Session, null);
    }
}
