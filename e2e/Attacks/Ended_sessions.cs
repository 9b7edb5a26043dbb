using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A page that is still open stops working when its session ends.</summary>
[Collection(nameof(DesktopHost))]
public sealed class Ended_sessions(DesktopHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_sign_out_in_one_tab_ends_the_session_in_the_other_tab()
    {
        var member = await host.JoinAsync("tara.tabs@example.org", Role.Admin);
        var openPage = await member.OpenAsync("/secrets/new");
        await member.SignOutAsync("/secrets");
        await openPage.ExpectTextAsync("Your session has ended");
    }

    [Fact]
    public async Task A_page_whose_session_was_ended_by_another_process_refuses_the_next_click()
    {
        var member = await host.JoinAsync("rosa.reset@example.org", Role.Admin);
        var openPage = await member.OpenAsync("/secrets/new");
        await openPage.FillNewSecretAsync(new(host.Store, "after-password-reset", host.NewCanary(), "", "Workers"));
        var (exitCode, output) = await host.Server.ConsoleAsync("member", "reset-password", "--email", member.Email);
        Assert.True(exitCode == 0, output);

        await openPage.Button("Create secret").ClickAsync();

        await openPage.ExpectTextAsync("Your session has ended");
        var list = await host.Admin.OpenSecretsAsync("after-password-reset");
        await list.ExpectTextAsync("No secret matches");
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/roles")]
    [InlineData("/there-is-no-such-page")]
    public async Task Signing_out_works_on_every_kind_of_page(string path)
    {
        var member = await host.NewPersonAsync(host.Reporter.Email);
        member.Password = host.Reporter.Password;
        await member.SignInAsync();
        await member.SignOutAsync(path);
    }

    [Fact]
    public async Task A_member_who_signs_out_sees_a_confirmation_even_if_the_response_never_arrives()
    {
        var member = await host.JoinAsync("sally.slow@example.org", Role.Admin);
        var page = await member.OpenAsync("/roles");
        // The server ends the session, but the browser never receives the response.
        await page.RouteAsync("**/logout", route => route.FetchAsync(new() { MaxRedirects = 0 }));

        // The script submits the form without a click, because on a slow machine the server would receive the click late or never.
        await page.EvaluateAsync("document.querySelector('form[action=logout]').requestSubmit()");

        await page.ExpectTextAsync("You are signed out");
    }
}
