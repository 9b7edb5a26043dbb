using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Appearance;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

/// <summary>A session that idles out says so in time, and costs the values that were
/// typed, and nothing else; to the member who typed alone.</summary>
[Collection(nameof(DesktopHost))]
public sealed class Idle_sessions(DesktopHost host, Chromium chromium) : BrowserTest(host)
{
    [Fact]
    public async Task The_idle_warning_appears_in_every_tab_and_staying_signed_in_renews_the_session()
    {
        var member = await host.JoinAsync("wilma.warned@example.org", Role.Admin);
        var (page, other) = (await FillAsync(member, "still-here"), await member.OpenAsync("/roles"));
        await host.MakeSessionsIdleAsync(member, minutes: 28.5);
        var idle = await host.LastSeenAsync(member);

        await page.FireFocusAsync();
        await other.FireFocusAsync();
        foreach (var tab in new[] { page, other })
        {
            await Expect(Warning(tab)).ToContainTextAsync(new Regex(@"Your session ends in (1 minute )?\d+ seconds?"));
        }
        Assert.Equal(idle, await host.LastSeenAsync(member)); // Neither looking nor the warning renews it.
        await Warning(page).Button("Stay signed in").ClickAsync();

        await Expect(Warning(page)).ToBeHiddenAsync();
        await Expect(Warning(other)).ToBeHiddenAsync();
        Assert.True(await host.LastSeenAsync(member) > idle + 60_000);
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("still-here");
    }

    [Fact]
    public async Task A_page_whose_idle_warning_runs_out_goes_to_sign_in_by_itself()
    {
        var member = await host.JoinAsync("carl.countdown@example.org", Role.Admin);
        var page = await member.Context.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.NavigateAsync("/secrets/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("counted-down");
        await host.MakeSessionsIdleAsync(member, minutes: 28.5);
        await PassAsync(page, minutes: 28.5);
        await Expect(Warning(page)).ToBeVisibleAsync();

        await host.MakeSessionsIdleAsync(member, minutes: 31);
        await PassAsync(page, minutes: 2);

        await page.ExpectTextAsync("there was no input for 30 minutes");
    }

    [Fact]
    public async Task Only_real_input_renews_a_session()
    {
        var member = await host.JoinAsync("ida.input@example.org", Role.Admin);
        var page = await member.Context.NewPageAsync();
        await page.Clock.InstallAsync();
        await page.NavigateAsync("/roles");
        await PassAsync(page, minutes: 10);
        await host.MakeSessionsIdleAsync(member, minutes: 10);
        var before = await host.LastSeenAsync(member);

        // Scripts and the page itself cause these events: a click without user input,
        // a focus event, and a re-rendering because the member's roles changed.
        await page.EvaluateAsync("document.querySelector('[data-fold-nav]').click()");
        await page.FireFocusAsync();
        await host.Owner.SetRolesAsync(member.Email, Role.Admin, Role.Deployer);
        await page.ExpectTextAsync("Your roles have changed");
        Assert.Equal(before, await host.LastSeenAsync(member));

        await page.RunAndWaitForResponseAsync(
            () => page.Keyboard.PressAsync("Shift"),
            answer => answer.Request.Method == "POST" && answer.Url.EndsWith("/session", StringComparison.Ordinal)
        );
        var renewed = await host.LastSeenAsync(member);
        Assert.True(renewed > before);
        await page.Keyboard.PressAsync("Shift");
        await page.Mouse.ClickAsync(700, 700);
        await page.ExpectTextAsync("Your roles have changed");
        Assert.Equal(renewed, await host.LastSeenAsync(member));
    }

    [Fact]
    public async Task A_form_comes_back_without_the_value_when_the_same_member_signs_in_after_an_idle_session()
    {
        var member = await host.JoinAsync("rita.returns@example.org", Role.Admin);
        var page = await FillAsync(member, "half-typed");
        await host.MakeSessionsIdleAsync(member, minutes: 31);
        await page.Button("Create secret").ClickAsync();
        await page.ExpectTextAsync("there was no input for 30 minutes");
        await page.CheckAppearanceAsync("sign-in-after-idle", host.Viewport);

        await page.FillSignInAsync(member.Email, member.Password);
        await page.WaitUntilInteractiveAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/secrets/new$"));
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("half-typed");
        await Expect(page.GetByLabel("Comment")).ToHaveValueAsync("A long comment");
        await Expect(page.Checkbox("DEX")).ToBeCheckedAsync();
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
        await page.ExpectTextAsync("What you typed before is back");
        await page.CheckAppearanceAsync("form-that-came-back", host.Viewport);
    }

    [Fact]
    public async Task Another_member_who_signs_in_after_an_idle_session_does_not_get_its_form()
    {
        var member = await host.JoinAsync("anne.away@example.org", Role.Admin);
        var page = await FillAsync(member, "not-for-others");
        await host.MakeSessionsIdleAsync(member, minutes: 31);
        await page.FireFocusAsync();
        await page.ExpectTextAsync("there was no input for 30 minutes");
        Assert.NotEqual(0, await DraftsAsync(page));

        await page.FillSignInAsync(host.Admin.Email, host.Admin.Password);
        await page.WaitUntilInteractiveAsync();

        await Expect(page).ToHaveURLAsync(new Regex("/secrets/new$"));
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToBeEmptyAsync();
        Assert.Equal(0, await DraftsAsync(page));
    }

    [Fact]
    public async Task A_dialog_comes_back_when_the_same_member_signs_in_after_an_idle_session()
    {
        var member = await host.JoinAsync("dina.dialog@example.org", Role.Admin);
        var page = await member.OpenAsync("/tokens");
        await page.FillNewTokenAsync("half-made", "Read");
        await page.GetByLabel("Allowed addresses").FillAsync("10.0.0.0/8");
        await host.MakeSessionsIdleAsync(member, minutes: 31);
        await page.OpenDialog().Button("Create token").ClickAsync();
        await page.ExpectTextAsync("there was no input for 30 minutes");

        await page.FillSignInAsync(member.Email, member.Password);

        await Expect(page.OpenDialog().GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("half-made");
        await Expect(page.GetByLabel("Allowed addresses")).ToHaveValueAsync("10.0.0.0/8");
        await Expect(page.Radio("Read")).ToBeCheckedAsync();
        await page.OpenDialog().Button("Create token").ClickAsync();
        await host.ReadShownTokenAsync(page, "half-made");
    }

    [Fact]
    public async Task A_session_warns_of_its_maximum_duration_and_signing_in_again_restores_the_form()
    {
        var member = await host.JoinAsync("lona.long@example.org", Role.Admin);
        var page = await FillAsync(member, "twelve-hours");
        await host.MakeSessionsIdleAsync(member, minutes: 0, openFor: (12 * 60) - 4);
        await page.FireFocusAsync();
        var warning = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "It has reached its longest time" });
        await Expect(warning).ToBeVisibleAsync();
        await Expect(warning.Button("Stay signed in")).ToHaveCountAsync(0);

        await warning.Button("Sign in again").ClickAsync();
        await page.ExpectTextAsync("it lasts 12 hours at most");
        await page.FillSignInAsync(member.Email, member.Password);
        await page.WaitUntilInteractiveAsync();

        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("twelve-hours");
    }

    [Fact]
    public async Task A_form_comes_back_without_the_value_when_a_session_idles_out_during_a_server_restart()
    {
        await using var host = await DedicatedHost.OpenAsync("idle-restart", chromium);
        var page = await host.Owner.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "over-a-restart", host.NewCanary(), "A long comment", "Workers", "DEX"));
        await host.Server.KillAsync();
        await Expect(page.GetByText("Connection lost")).ToBeVisibleAsync();
        await host.MakeSessionsIdleAsync(host.Owner, minutes: 31);
        await host.Server.StartAsync();

        await page.FireFocusAsync();
        await page.ExpectTextAsync("there was no input for 30 minutes");
        await page.FillSignInAsync(host.Owner.Email, host.Owner.Password);
        await page.WaitUntilInteractiveAsync();

        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("over-a-restart");
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
    }

    [Fact]
    public async Task The_idle_warning_is_accessible()
    {
        var member = await host.JoinAsync("lara.looks@example.org", Role.Admin);
        var page = await FillAsync(member, "looks");
        await host.MakeSessionsIdleAsync(member, minutes: 28.5);
        await page.FireFocusAsync();
        await Expect(Warning(page)).ToBeVisibleAsync();

        await page.CheckAppearanceAsync("session-idle", host.Viewport);
    }

    // Advances the page's clock. Its timers keep their pace, so the connection stays open.
    private static async Task PassAsync(IPage page, double minutes) =>
        await page.Clock.SetSystemTimeAsync(
            DateTimeOffset.FromUnixTimeMilliseconds(await page.EvaluateAsync<long>("Date.now()")).UtcDateTime.AddMinutes(minutes)
        );

    private static ILocator Warning(IPage page) => page.GetByRole(AriaRole.Alertdialog);

    private static Task<int> DraftsAsync(IPage page) =>
        page.EvaluateAsync<int>("Object.keys(sessionStorage).filter(key => key.startsWith('sd-draft:')).length");

    private async Task<IPage> FillAsync(Person member, string name)
    {
        var page = await member.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, name, host.NewCanary(), "A long comment", "Workers", "DEX"));
        return page;
    }
}
