using SecretsDashboard.Vault.Console;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Resetting_a_password : VaultTest
{
    [Fact]
    public async Task Forgets_failed_sign_ins_ends_the_sessions_and_makes_the_old_password_useless()
    {
        await Host.StopUnknownDevicesAsync(Host.Boss.Email);

        var link = await ResetAsync("  BOSS@example.com");

        Assert.Equal(Standing.SessionEnded, await Host.StandingAsync(Host.Boss));
        Expect.Failed(await Host.SignInAsync(Host.Boss.Email), "invalid_credentials");
        Assert.Equal(InvitationPurpose.ResetPassword, Expect.Done(await Host.LookAsync(link.Token)).Purpose);
        Assert.Equal(InvitationPurpose.ResetPassword, Expect.Done(await Host.AcceptAsync(link.Token)).Purpose);
        Expect.Done(await Host.SignInAsync(Host.Boss.Email, Guests.NewPassword));
    }

    [Fact]
    public async Task Its_link_counts_once_for_a_day_and_a_new_one_replaces_it()
    {
        var first = await ResetAsync(Host.Boss.Email);
        var second = await ResetAsync(Host.Boss.Email);
        Expect.Failed(await Host.AcceptAsync(first.Token), "invitation_invalid");
        Host.Time.Advance(TimeSpan.FromHours(24));
        Expect.Failed(await Host.AcceptAsync(second.Token), "invitation_invalid");

        var third = await ResetAsync(Host.Boss.Email);
        Expect.Done(await Host.AcceptAsync(third.Token));
        Expect.Failed(await Host.AcceptAsync(third.Token), "invitation_invalid");
    }

    [Fact]
    public async Task Is_for_the_console_alone()
    {
        Expect.Refused(await Host.AskAsync(Host.Boss, new ResetPassword(Host.Boss.Email)));
        Expect.Refused(await Host.AskAsync(Guests.Somebody, new ResetPassword(Host.Boss.Email)));
    }

    [Fact]
    public async Task Of_nobody_or_of_a_disabled_member_is_a_problem()
    {
        var person = await Host.MemberAsync(Roles.Admin);
        await Host.DoAsync(Host.Boss, new DisableMember(person.Id));

        Expect.Failed(await Host.AskAsync(Caller.Console, new ResetPassword("nobody@example.com")), "member_not_found");
        Expect.Failed(await Host.AskAsync(Caller.Console, new ResetPassword(person.Email)), "member_disabled");
    }

    [Fact]
    public async Task The_console_s_last_line_is_the_link()
    {
        await using var output = new StringWriter();

        var code = await ConsoleVerbs.RunAsync(
            ["member", "reset-password", "--email", Host.Boss.Email],
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
    [InlineData(1, "member", "reset-password", "--email", "nobody@example.com")]
    public async Task The_console_says_what_it_could_not_do(int expected, params string[] args)
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
