using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DeskHousehold))]
public sealed class Too_many_wrong_passwords(DeskHousehold household) : AtHome(household)
{
    private const string Wrong = "The e-mail address or the password is wrong";

    [Fact]
    public async Task Five_wrong_tries_in_any_spelling_lock_the_account_and_the_console_lifts_it()
    {
        var member = await household.JoinAsync("lola.locked@example.org", Role.Reporter);
        var stranger = await household.StrangerAsync(member.Email);
        var page = await stranger.OpenStaticAsync("/login");
        foreach (var spelling in new[] { member.Email, member.Email.ToUpperInvariant(), $" {member.Email} ", "Lola.Locked@example.org", member.Email })
        {
            await page.SignInHereAsync(spelling, "not the password of lola");
            await page.SeesAsync(Wrong);
            await page.GotoAsync("/login");
        }

        await page.SignInHereAsync(member.Email, member.Password);
        await page.SeesAsync(Wrong);

        var (exitCode, output) = await household.Server.ConsoleAsync("member", "reset-password", "--email", member.Email);
        Assert.True(exitCode == 0, output);
        stranger.Password = household.NewCanary();
        await stranger.ChooseAfterResetAsync(output);
        await stranger.SignInAsync();
    }

    [Fact]
    public async Task An_unknown_address_gets_the_same_answer_as_a_wrong_password()
    {
        var stranger = await household.StrangerAsync("nobody.knows@example.org");
        var page = await stranger.OpenStaticAsync("/login");
        await page.SignInHereAsync(stranger.Email, stranger.Password);
        await page.SeesAsync(Wrong);
    }
}
