using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Resetting_a_password : VaultTest
{
    [Fact]
    public async Task Resetting_a_password_clears_failures_ends_sessions_and_invalidates_the_old_password()
    {
        await Host.StopUnknownDevicesAsync(Host.Owner.Email);

        var link = await ResetAsync("  BOSS@example.com");

        Assert.Equal(Standing.SessionEnded, await Host.StandingAsync(Host.Owner));
        Expect.Failed(await Host.SignInAsync(Host.Owner.Email), "invalid_credentials");
        Assert.Equal(InvitationPurpose.ResetPassword, Expect.Done(await Host.ViewInvitationAsync(link.Token)).Purpose);
        Assert.Equal(InvitationPurpose.ResetPassword, Expect.Done(await Host.AcceptAsync(link.Token)).Purpose);
        Expect.Done(await Host.SignInAsync(Host.Owner.Email, VisitorSteps.NewPassword));
    }

    [Fact]
    public async Task A_reset_link_can_be_used_once_within_a_day_and_is_replaced_by_a_newer_one()
    {
        var first = await ResetAsync(Host.Owner.Email);
        var second = await ResetAsync(Host.Owner.Email);
        Expect.Failed(await Host.AcceptAsync(first.Token), "invitation_invalid");
        Host.Time.Advance(TimeSpan.FromHours(24));
        Expect.Failed(await Host.AcceptAsync(second.Token), "invitation_invalid");

        var third = await ResetAsync(Host.Owner.Email);
        Expect.Done(await Host.AcceptAsync(third.Token));
        Expect.Failed(await Host.AcceptAsync(third.Token), "invitation_invalid");
    }

    [Fact]
    public async Task Only_the_console_can_reset_a_password()
    {
        Expect.Refused(await Host.AskAsync(Host.Owner, new ResetPassword(Host.Owner.Email)));
        Expect.Refused(await Host.AskAsync(VisitorSteps.Visitor, new ResetPassword(Host.Owner.Email)));
    }

    [Fact]
    public async Task Resetting_the_password_of_an_unknown_or_disabled_member_fails()
    {
        var person = await Host.MemberAsync(Roles.Admin);
        await Host.DoAsync(Host.Owner, new DisableMember(person.Id));

        Expect.Failed(await Host.AskAsync(Caller.Console, new ResetPassword("unknown@example.com")), "member_not_found");
        Expect.Failed(await Host.AskAsync(Caller.Console, new ResetPassword(person.Email)), "member_disabled");
    }

    [Fact]
    public async Task The_console_prints_a_reset_link_on_its_last_line()
    {
        await using var output = new StringWriter();

        var code = await ConsoleVerbs.RunAsync(
            ["member", "reset-password", "--email", Host.Owner.Email],
            Host.Options,
            Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance,
            output,
            default
        );

        Assert.Equal(0, code);
        Assert.Matches("^/invitation/[0-9a-f]{64}$", output.ToString().TrimEnd().Split('\n')[^1]);
    }

    [Theory]
    [InlineData(2, "member", "reset-password")]
    [InlineData(2, "member", "reset-password", "--email")]
    [InlineData(1, "member", "reset-password", "--email", "unknown@example.com")]
    public async Task The_console_reports_a_failed_reset_with_a_message_and_an_exit_code(int expected, params string[] args)
    {
        await using var output = new StringWriter();

        Assert.Equal(
            expected,
            await ConsoleVerbs.RunAsync(args, Host.Options, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, output, default)
        );
        Assert.NotEqual("", output.ToString());
    }

    private async Task<NewInvitation> ResetAsync(string email) =>
        Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(email)));
}
