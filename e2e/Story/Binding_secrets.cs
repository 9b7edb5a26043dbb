using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DeskHousehold))]
public sealed class Binding_secrets_at_a_desk(DeskHousehold household) : Binding_secrets(household);

[Collection(nameof(PhoneHousehold))]
public sealed class Binding_secrets_on_a_phone(PhoneHousehold household) : Binding_secrets(household);

/// <summary>Steps 5 and 8: a Deployer binds within the scopes, and what is bound is guarded.</summary>
public abstract class Binding_secrets(Household household) : AtHome(household)
{
    [Fact]
    public async Task A_deployer_registers_a_service_and_binds_a_secret_under_a_variable_name()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "bind-me", household.NewCanary(), "", "Workers"));
        var page = await household.Deployer.RegisterServiceAsync("shop-frontend", "Workers");
        await page.BindAsync("API_KEY", "bind-me");
        await Expect(page.BindingOf("API_KEY")).ToContainTextAsync("bind-me");
    }

    [Fact]
    public async Task A_bind_outside_the_scopes_is_refused_with_both_checks()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "only-for-dex", household.NewCanary(), "", "DEX"));
        var page = await household.Deployer.RegisterServiceAsync("out-of-scope", "Workers");
        await page.TryBindAsync("API_KEY", "only-for-dex");
        await page.SeesRefusalAsync(authorization: "passed", scope: "failed");
        await page.ReloadAsync();
        await page.WaitLiveAsync();
        await Expect(page.BindingOf("API_KEY")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_deployer_cannot_create_edit_duplicate_or_delete()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "hands-off", household.NewCanary(), "", "Workers"));
        var page = await household.Deployer.OpenSecretsAsync("hands-off");
        await page.ActionNamed("New secret").SeesOffAsync("Needs Super Administrator or Admin");
        await page.Button("Actions for hands-off").ClickAsync();
        foreach (var action in new[] { "Edit", "Duplicate", "Delete" })
        {
            await page.GetByRole(AriaRole.Menuitem, new() { Name = action }).SeesOffInMenuAsync("You are");
        }
    }

    [Fact]
    public async Task Deleting_a_bound_secret_says_what_depends_on_it_and_goes_through_only_when_forced()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "depended-on", household.NewCanary(), "", "Workers"));
        var service = await household.Deployer.RegisterServiceAsync("needs-its-secret", "Workers");
        await service.BindAsync("TOKEN", "depended-on");

        var page = await household.Admin.OpenSecretsAsync("depended-on");
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
    public async Task Narrowing_the_scopes_under_a_binding_is_refused_with_what_depends_on_it()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "narrow-me", household.NewCanary(), "", "Workers", "DEX"));
        var service = await household.Deployer.RegisterServiceAsync("keeps-its-scope", "Workers");
        await service.BindAsync("TOKEN", "narrow-me");

        var page = await household.Admin.OpenSecretsAsync("narrow-me");
        await (await page.RowActionAsync("narrow-me", "Edit")).ClickAsync();
        await page.Checkbox("Workers").UncheckAsync();
        await page.Button("Save changes").ClickAsync();
        await page.SeesAsync("keeps-its-scope");

        await page.GoAsync("/secrets?q=narrow-me");
        await Expect(page.RowOf("narrow-me")).ToContainTextAsync("Workers");
    }
}
