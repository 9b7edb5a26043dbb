using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class Too_many_wrong_passwords(DesktopHost host) : BrowserTest(host)
{
    private const string Wrong = "The e-mail address or the password is wrong";

    [Fact]
    public async Task Password_guesses_from_elsewhere_block_the_member_on_neither_a_known_device_nor_a_new_one()
    {
        var member = await host.JoinAsync("lola.guessed@example.org", Role.Reporter);
        await GuessAsync(member.Email, 5);
        using (var otherDevice = NewDevice("127.0.7.99"))
        {
            Assert.Null(await otherDevice.SignInAsync(member.Email, member.Password, TestContext.Current.CancellationToken));
        }

        await GuessAsync(member.Email, 7); // The last two of them wait for a second and for two.

        await member.SignOutAsync("/account");
        await member.SignInAsync();
        using var delayed = NewDevice("127.0.7.98");
        Assert.Null(await delayed.SignInAsync(member.Email, member.Password, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_member_can_sign_in_after_wrong_passwords_in_several_spellings_and_a_reset_from_the_console()
    {
        var member = await host.JoinAsync("lola.spelled@example.org", Role.Reporter);
        var visitor = await host.NewPersonAsync(member.Email);
        var page = await visitor.OpenStaticAsync("/login");
        foreach (
            var spelling in new[]
            {
                member.Email,
                member.Email.ToUpperInvariant(),
                $" {member.Email} ",
                "Lola.Spelled@example.org",
                member.Email,
            }
        )
        {
            await page.FillSignInAsync(spelling, "not the password of lola");
            await page.ExpectTextAsync(Wrong);
            await page.GotoAsync("/login");
        }

        var (exitCode, output) = await host.Server.ConsoleAsync(
            "member",
            "reset-password",
            "--email",
            $" {member.Email.ToUpperInvariant()}"
        );
        Assert.True(exitCode == 0, output);
        await page.FillSignInAsync(member.Email, member.Password);
        await page.ExpectTextAsync(Wrong);
        visitor.Password = host.NewCanary();
        await visitor.SetPasswordAfterResetAsync(output);
        await visitor.SignInAsync();
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_as_a_wrong_password()
    {
        var visitor = await host.NewPersonAsync("unknown@example.org");
        var page = await visitor.OpenStaticAsync("/login");
        await page.FillSignInAsync(visitor.Email, visitor.Password);
        await page.ExpectTextAsync(Wrong);
    }

    private RawVisitor NewDevice(string from) => new(host.Server.Address, from);

    private async Task GuessAsync(string email, int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var guesser = NewDevice("127.0.7.1");
            Assert.Contains(
                Wrong,
                await guesser.SignInAsync(email, $"guess number {i}", TestContext.Current.CancellationToken),
                StringComparison.Ordinal
            );
        }
    }
}
