using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Binding_secrets_on_a_desktop(DesktopHost host) : Binding_secrets(host);

[Collection(nameof(PhoneHost))]
public sealed class Binding_secrets_on_a_phone(PhoneHost host) : Binding_secrets(host);

/// <summary>Steps 5 and 8: a Deployer binds within the scopes, and what is bound is guarded.</summary>
public abstract class Binding_secrets(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task A_deployer_registers_a_service_and_binds_a_secret_under_a_variable_name()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "bind-me", host.NewCanary(), "", "Workers"));
        var page = await host.Deployer.RegisterServiceAsync("shop-frontend", "Workers");
        await page.BindAsync("API_KEY", "bind-me");
        await Expect(page.BindingOf("API_KEY")).ToContainTextAsync("bind-me");
    }

    [Fact]
    public async Task Binding_a_secret_outside_its_scopes_is_rejected_and_shows_both_checks()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "only-for-dex", host.NewCanary(), "", "DEX"));
        var page = await host.Deployer.RegisterServiceAsync("out-of-scope", "Workers");
        await page.TryBindAsync("API_KEY", "only-for-dex");
        await page.ExpectRefusalAsync(authorization: "passed", scope: "failed");
        await page.ReloadAsync();
        await page.WaitUntilInteractiveAsync();
        await Expect(page.BindingOf("API_KEY")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_deployer_cannot_create_edit_duplicate_or_delete_a_secret()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "hands-off", host.NewCanary(), "", "Workers"));
        var page = await host.Deployer.OpenSecretsAsync("hands-off");
        await page.ActionNamed("New secret").ExpectDisabledAsync("Needs Super Administrator or Admin");
        await page.Button("Actions for hands-off").ClickAsync();
        foreach (var action in new[] { "Edit", "Duplicate", "Delete" })
        {
            await page.GetByRole(AriaRole.Menuitem, new() { Name = action }).ExpectDisabledInMenuAsync("You are");
        }
    }

    [Fact]
    public async Task Deleting_a_bound_secret_says_what_depends_on_it_and_goes_through_only_when_forced()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "depended-on", host.NewCanary(), "", "Workers"));
        var service = await host.Deployer.RegisterServiceAsync("needs-its-secret", "Workers");
        await service.BindAsync("TOKEN", "depended-on");

        var page = await host.Admin.OpenSecretsAsync("depended-on");
        await (await page.RowActionAsync("depended-on", "Delete")).ClickAsync();
        await Expect(page.OpenDialog()).ToContainTextAsync("needs-its-secret");
        await page.OpenDialog().GetByLabel("Type the name to confirm").FillAsync("depended-on");
        await Expect(page.OpenDialog().Button("Delete secret")).ToBeDisabledAsync();
        await page.OpenDialog().GetByRole(AriaRole.Checkbox).CheckAsync();
        await page.OpenDialog().Button("Delete secret").ClickAsync();
        await Expect(page.RowOf("depended-on")).ToHaveCountAsync(0);

        await service.ReloadAsync();
        await Expect(service.BindingOf("TOKEN")).ToContainTextAsync("broken", new() { IgnoreCase = true });
    }

    [Fact]
    public async Task Narrowing_the_scopes_of_a_bound_secret_is_rejected_and_names_the_dependent_service()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "narrow-me", host.NewCanary(), "", "Workers", "DEX"));
        var service = await host.Deployer.RegisterServiceAsync("keeps-its-scope", "Workers");
        await service.BindAsync("TOKEN", "narrow-me");

        var page = await host.Admin.OpenSecretsAsync("narrow-me");
        await (await page.RowActionAsync("narrow-me", "Edit")).ClickAsync();
        await page.Checkbox("Workers").UncheckAsync();
        await page.Button("Save changes").ClickAsync();
        await page.ExpectTextAsync("keeps-its-scope");

        await page.NavigateAsync("/secrets?q=narrow-me");
        await Expect(page.RowOf("narrow-me")).ToContainTextAsync("Workers");
    }
}
