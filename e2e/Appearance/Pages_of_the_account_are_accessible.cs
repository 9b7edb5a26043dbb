using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

[Collection(nameof(DesktopHost))]
public sealed class Pages_of_the_account_are_accessible_on_a_desktop(DesktopHost host) : Pages_of_the_account_are_accessible(host);

[Collection(nameof(PhoneHost))]
public sealed class Pages_of_the_account_are_accessible_on_a_phone(PhoneHost host) : Pages_of_the_account_are_accessible(host);

/// <summary>Pages that need something to show, and what opens over them: dialogs, menus, refusals, links that are shown once.</summary>
public abstract class Pages_of_the_account_are_accessible(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task The_pages_of_a_bound_secret_and_its_delete_dialog_are_accessible()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "seen-secret", host.NewCanary(), "Shown on pictures", "Workers", "DEX"));
        var service = await host.Deployer.RegisterServiceAsync("seen-service", "Workers");
        await service.BindAsync("API_KEY", "seen-secret");
        await service.CheckAppearanceAsync("service", host.Viewport);

        var page = await host.Admin.OpenSecretsAsync("seen-secret");
        await (await page.RowActionAsync("seen-secret", "Delete")).ClickAsync();
        await Expect(page.OpenDialog()).ToContainTextAsync("seen-service");
        await page.CheckAppearanceAsync("secret-delete", host.Viewport);

        await page.OpenSecretAsync("seen-secret");
        var address = page.Url;
        await page.CheckAppearanceAsync("secret", host.Viewport);
        foreach (var tab in new[] { "bindings", "access", "activity" })
        {
            await page.NavigateAsync($"{address}?tab={tab}");
            await page.CheckAppearanceAsync($"secret-{tab}", host.Viewport);
        }

        await page.NavigateAsync($"{address}/edit");
        await page.CheckAppearanceAsync("secret-edit", host.Viewport);
    }

    [Fact]
    public async Task A_rejection_with_its_two_checks_is_accessible()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "refused-secret", host.NewCanary(), "", "DEX"));
        var page = await host.Deployer.RegisterServiceAsync("refused-service", "Workers");
        await page.TryBindAsync("API_KEY", "refused-secret");
        await page.ExpectRefusalAsync(authorization: "passed", scope: "failed");
        await page.CheckAppearanceAsync("bind-refused", host.Viewport);
    }

    [Fact]
    public async Task A_list_of_secrets_with_disabled_actions_and_an_open_menu_is_accessible()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "off-limits", host.NewCanary(), "", "Access"));
        var page = await host.Reporter.OpenSecretsAsync("off-limits");
        await Expect(await page.RowActionAsync("off-limits", "Delete")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("secrets-reporter-menu", host.Viewport);
    }

    [Fact]
    public async Task The_pages_for_a_member_and_for_an_invitation_are_accessible()
    {
        var page = await host.Owner.OpenMemberAsync(host.Reporter.Email);
        await page.CheckAppearanceAsync("member", host.Viewport);

        await page.NavigateAsync("/members");
        await page.FillInvitationAsync($"seen.{host.Name}@example.org", Role.Deployer);
        var link = await page.OneTimeLinkAsync();
        await page.CheckAppearanceAsync("members-link", host.Viewport);
        var guest = await host.NewPersonAsync("guest@example.org");
        await (await guest.OpenStaticAsync(link)).CheckAppearanceAsync("invitation", host.Viewport);
    }

    [Fact]
    public async Task The_list_of_tokens_the_form_for_a_new_token_and_its_text_are_accessible()
    {
        await host.MakeTokenAsync(host.Deployer, "seen-by-the-owner", "Bind");
        var page = await host.Deployer.OpenAsync("/tokens");
        await page.FillNewTokenAsync("seen-token", "Bind");
        await page.GetByLabel("Expires", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Value = "never" });
        await page.GetByLabel("Allowed addresses").FillAsync("10.0.0.0/8\n192.0.2.300");
        await page.OpenDialog().Button("Create token").ClickAsync();
        await page.ExpectTextAsync("One of the addresses is not valid");
        await page.CheckAppearanceAsync("token-new-mistakes", host.Viewport);

        await page.GetByLabel("Allowed addresses").FillAsync("10.0.0.0/8");
        await page.OpenDialog().Button("Create token").ClickAsync();
        await host.ReadShownTokenAsync(page, "seen-token");
        await page.CheckAppearanceAsync("tokens-shown-once", host.Viewport);

        await page.NavigateAsync("/tokens");
        await Expect(await page.RowActionAsync("seen-token", "Roll")).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("tokens-menu", host.Viewport);

        var owner = await host.Owner.OpenAsync("/tokens?of=all");
        await Expect(await owner.RowActionAsync("seen-by-the-owner", "Disable")).ToBeVisibleAsync();
        await owner.CheckAppearanceAsync("tokens-of-all", host.Viewport);
    }

    [Fact]
    public async Task The_form_for_a_new_account_token_is_accessible()
    {
        var page = await host.Owner.OpenAsync("/tokens?of=account");
        await page.Button("New token").ClickAsync();
        await page.Checkbox("Administer").CheckAsync();
        await page.Radio("Chosen stores only").CheckAsync();
        await page.CheckAppearanceAsync("token-new-account", host.Viewport);
    }

    [Fact]
    public async Task The_menu_of_curl_commands_is_accessible()
    {
        var page = await host.Reporter.OpenAsync("/stores");
        await page.Button("Copy as curl").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "List the stores" })).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("stores-curl", host.Viewport);
    }

    [Fact]
    public async Task A_form_with_mistakes_is_accessible()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.Button("Create secret").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync();
        await page.CheckAppearanceAsync("secret-new-mistakes", host.Viewport);
    }
}
