using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Read_only_members_on_a_desktop(DesktopHost host) : Read_only_members(host);

[Collection(nameof(PhoneHost))]
public sealed class Read_only_members_on_a_phone(PhoneHost host) : Read_only_members(host);

/// <summary>Step 6: a Reporter sees metadata and the audit log, and every action is off, with its reason.</summary>
public abstract class Read_only_members(BrowserHost host) : BrowserTest(host)
{
    [Theory]
    [InlineData("/secrets", "New secret")]
    [InlineData("/stores", "New store")]
    [InlineData("/services", "New service")]
    [InlineData("/members", "Invite member")]
    public async Task A_reporter_sees_the_action_of_each_page_disabled_with_the_reason(string path, string action)
    {
        var page = await host.Reporter.OpenAsync(path);
        await page.ActionNamed(action).ExpectDisabledAsync("You are Reporter");
    }

    [Fact]
    public async Task A_reporter_cannot_edit_duplicate_or_delete_a_secret()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "look-only", host.NewCanary(), "Seen by auditors", "Workers"));
        var page = await host.Reporter.OpenSecretsAsync("look-only");
        await page.Button("Actions for look-only").ClickAsync();
        foreach (var action in new[] { "Edit", "Duplicate", "Delete" })
        {
            await page.GetByRole(AriaRole.Menuitem, new() { Name = action }).ExpectDisabledInMenuAsync("You are Reporter");
        }
    }

    [Fact]
    public async Task A_reporter_cannot_bind_a_secret()
    {
        var service = await host.Deployer.RegisterServiceAsync("not-for-reporters", "Workers");
        var page = await host.Reporter.OpenAsync(new Uri(service.Url).AbsolutePath);
        await page.Button("Bind secret").ExpectDisabledAsync("You are Reporter");
    }

    [Fact]
    public async Task A_reporter_reads_the_audit_log()
    {
        var page = await host.Reporter.OpenAsync("/audit");
        await Expect(page.GetByRole(AriaRole.Row).Nth(1)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_reporter_who_opens_the_form_for_a_new_secret_by_its_address_cannot_use_it()
    {
        var page = await host.Reporter.OpenAsync("/secrets/new");
        await page.ExpectTextAsync("You are Reporter");
        await Expect(page.ActionNamed("Create secret").And(page.Locator(":enabled:not([aria-disabled=true])"))).ToHaveCountAsync(0);
    }
}
