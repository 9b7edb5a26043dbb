using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps of a Super Administrator: members and their roles.</summary>
internal static class MemberSteps
{
    /// <summary>Opens the page of one member.</summary>
    public static async Task<IPage> OpenMemberAsync(this Person viewer, string email)
    {
        var page = await viewer.OpenAsync("/members");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = email }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = email, Level = 1 })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Sets the member's roles for the account to exactly these.</summary>
    public static async Task SetRolesAsync(this Person administrator, string email, params string[] roles)
    {
        var page = await administrator.OpenMemberAsync(email);
        await page.TickRolesAsync(roles);
        await page.Button("Save roles").First.ClickAsync();
        await page.ExpectTextAsync("Roles saved");
        await page.CloseAsync();
    }

    public static async Task TickRolesAsync(this IPage page, params string[] roles)
    {
        foreach (var role in new[] { Role.SuperAdministrator, Role.Admin, Role.Deployer, Role.Reporter })
        {
            await page.Checkbox(role).First.SetCheckedAsync(roles.Contains(role));
        }
    }

    /// <summary>Grants a member a role on one store, on the member's page.</summary>
    public static async Task GrantOnStoreAsync(this Person administrator, string email, string store, string role)
    {
        var page = await administrator.OpenMemberAsync(email);
        var grant = page.GetByRole(AriaRole.Group, new() { Name = store });
        await grant.GetByRole(AriaRole.Checkbox, new() { Name = role }).CheckAsync();
        await page.Button("Save roles").First.ClickAsync();
        await page.ExpectTextAsync("Roles saved");
        await page.CloseAsync();
    }
}
