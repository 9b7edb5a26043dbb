using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps of set-up, sign-in, invitations and sign-out.</summary>
internal static class AccountSteps
{
    public static async Task SetUpAsync(this Person owner, string code)
    {
        var page = await owner.OpenStaticAsync("/setup");
        await page.FillSetUpAsync(owner, code);
        await Expect(page).Not.ToHaveURLAsync(new Regex("/setup$"));
        await page.CloseAsync();
    }

    /// <summary>Fills in and submits the set-up form.</summary>
    public static async Task FillSetUpAsync(this IPage page, Person owner, string code)
    {
        await page.GetByLabel("Setup code").FillAsync(code);
        await page.GetByLabel("E-mail").FillAsync(owner.Email);
        await page.ChoosePasswordAsync(owner.Password);
        await page.Button("Create account").ClickAsync();
    }

    public static async Task ChoosePasswordAsync(this IPage page, string password)
    {
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.GetByLabel("Confirm password").FillAsync(password);
    }

    public static async Task SignInAsync(this Person person)
    {
        var page = await person.OpenStaticAsync("/login");
        await page.FillSignInAsync(person.Email, person.Password);
        await Expect(page.GetByRole(AriaRole.Navigation).First).ToBeVisibleAsync();
        await page.CloseAsync();
    }

    /// <summary>Fills in and submits the sign-in form.</summary>
    public static async Task FillSignInAsync(this IPage page, string email, string password)
    {
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(password);
        await page.Button("Sign in").ClickAsync();
    }

    /// <summary>Invites on /members and returns the one-time link.</summary>
    public static async Task<string> InviteAsync(this Person inviter, string email, params string[] roles)
    {
        var page = await inviter.OpenAsync("/members");
        await page.FillInvitationAsync(email, roles);
        var link = await page.OneTimeLinkAsync();
        await page.CloseAsync();
        return link;
    }

    /// <summary>Fills in and submits the invitation on the open page of members, which then shows the link.</summary>
    public static async Task FillInvitationAsync(this IPage page, string email, params string[] roles)
    {
        await page.Button("Invite member").ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(email);
        foreach (var role in roles)
        {
            await page.Checkbox(role).CheckAsync();
        }

        await page.Button("Create invitation").ClickAsync();
    }

    /// <summary>Opens the link and sets the person's password.</summary>
    public static async Task AcceptInvitationAsync(this Person invited, string link)
    {
        var page = await invited.OpenStaticAsync(link);
        await page.ChoosePasswordAsync(invited.Password);
        await page.Button("Accept invitation").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/invitation/"));
        await page.CloseAsync();
    }

    /// <summary>Signs out through the account menu of a page.</summary>
    public static async Task SignOutAsync(this Person person, string path)
    {
        var page = await person.OpenAsync(path);
        await page.Button("Your account").ClickAsync();
        await page.Button("Sign out").ClickAsync();
        await page.ExpectTextAsync("You are signed out");
        await page.CloseAsync();
    }

    /// <summary>Opens the link that `member reset-password` printed, and sets a password.</summary>
    public static async Task SetPasswordAfterResetAsync(this Person person, string output)
    {
        var page = await person.OpenStaticAsync(Regex.Match(output, @"/invitation/[^\s""']+").Value);
        await page.ChoosePasswordAsync(person.Password);
        await page.Button("Set password").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/invitation/"));
        await page.CloseAsync();
    }
}
