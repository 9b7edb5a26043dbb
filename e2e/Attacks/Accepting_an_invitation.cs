using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class Accepting_an_invitation(DesktopHost host) : BrowserTest(host)
{
    [Theory]
    [InlineData("/invitation/forged")]
    [InlineData("/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/invitation/%2e%2e%2fsetup")]
    public async Task A_forged_invitation_link_shows_a_clear_page_and_cannot_be_accepted(string path)
    {
        var visitor = await host.NewPersonAsync("mallory@example.org");
        var page = await visitor.OpenStaticAsync(path);
        await Expect(page.GetByText(new Regex("invitation|not found", RegexOptions.IgnoreCase)).First).ToBeVisibleAsync();
        await Expect(page.Button("Accept invitation")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Two_people_with_one_invitation_link_get_one_account()
    {
        var first = await host.NewPersonAsync("twice@example.org");
        var second = await host.NewPersonAsync("twice@example.org");
        var path = new Uri(await host.Owner.InviteAsync(first.Email, Role.Reporter)).AbsolutePath;
        var late = await second.OpenStaticAsync(path);
        await late.ChoosePasswordAsync(second.Password);

        await first.AcceptInvitationAsync(path);
        await late.Button("Accept invitation").ClickAsync();

        await Expect(late.GetByText(new Regex("used|no longer", RegexOptions.IgnoreCase)).First).ToBeVisibleAsync();
        await first.SignInAsync();
    }

    [Fact]
    public async Task A_weak_password_is_rejected_and_the_invitation_link_still_works()
    {
        var newcomer = await host.NewPersonAsync("wilma.weak@example.org");
        var path = new Uri(await host.Owner.InviteAsync(newcomer.Email, Role.Reporter)).AbsolutePath;
        var page = await newcomer.OpenStaticAsync(path);
        await page.ChoosePasswordAsync("password1234");
        await page.Button("Accept invitation").ClickAsync();
        await page.ExpectTextAsync("easily guessed");

        await newcomer.AcceptInvitationAsync(path);
        await newcomer.SignInAsync();
    }
}
