using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Households;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DeskHousehold))]
public sealed class Keeping_secrets_at_a_desk(DeskHousehold household) : Keeping_secrets(household);

[Collection(nameof(PhoneHousehold))]
public sealed class Keeping_secrets_on_a_phone(PhoneHousehold household) : Keeping_secrets(household);

/// <summary>Steps 2 and 4: an Admin creates, edits, duplicates, deletes and finds secrets.</summary>
public abstract class Keeping_secrets(Household household) : AtHome(household)
{
    [Fact]
    public async Task An_admin_creates_a_secret_whose_value_is_never_shown_again()
    {
        var value = household.NewCanary();
        await household.Admin.CreateSecretAsync(new(household.Store, "create-once", value, "The first one", "Workers", "Access"));

        var page = await household.Admin.OpenSecretsAsync("create-once");
        await Expect(page.RowOf("create-once")).ToContainTextAsync("Workers");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "create-once" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "create-once", Level = 1 })).ToBeVisibleAsync();
        await page.SeesAsync("The first one");
        Assert.DoesNotContain(value, await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_creates_several_secrets_at_once()
    {
        var page = await household.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(household.Store, "several-one", household.NewCanary(), "", "Workers"));
        await page.Button("Add another secret").ClickAsync();
        var second = page.GetByRole(AriaRole.Group, new() { Name = "Secret 2" });
        await second.GetByLabel("Name", new() { Exact = true }).FillAsync("several-two");
        await second.GetByLabel("Value", new() { Exact = true }).FillAsync(household.NewCanary());
        await page.Button("Create 2 secrets").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));

        await page.GoAsync("/secrets?q=several-");
        await Expect(page.RowOf("several-one")).ToBeVisibleAsync();
        await Expect(page.RowOf("several-two")).ToContainTextAsync("Workers");
    }

    [Fact]
    public async Task An_edit_without_a_new_value_keeps_the_old_one()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "edit-me", household.NewCanary(), "Before", "Workers"));
        var page = await household.Admin.OpenSecretsAsync("edit-me");
        await (await page.RowActionAsync("edit-me", "Edit")).ClickAsync();
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
        await page.GetByLabel("Comment").FillAsync("After");
        await page.Checkbox("Containers").CheckAsync();
        await page.Button("Save changes").ClickAsync();
        await page.SeesAsync("After");

        await page.GoAsync("/secrets?q=edit-me");
        await Expect(page.RowOf("edit-me")).ToContainTextAsync("Containers");
    }

    [Fact]
    public async Task A_new_value_makes_a_new_version()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "rotate-me", household.NewCanary(), "", "Workers"));
        var page = await household.Admin.OpenSecretsAsync("rotate-me");
        await (await page.RowActionAsync("rotate-me", "Edit")).ClickAsync();
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(household.NewCanary());
        await page.Button("Save changes").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(new Regex(@"[Vv]ersion\s*2"));
    }

    [Fact]
    public async Task A_duplicate_carries_the_value_over_unseen()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "original", household.NewCanary(), "Copied from here", "DEX"));
        var page = await household.Admin.OpenSecretsAsync("original");
        await (await page.RowActionAsync("original", "Duplicate")).ClickAsync();
        await page.OpenDialog().GetByLabel("Name").FillAsync("copied");
        await page.OpenDialog().Button("Duplicate secret").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);

        await page.GoAsync("/secrets?q=copied");
        await Expect(page.RowOf("copied")).ToContainTextAsync("DEX");
    }

    [Fact]
    public async Task Deleting_wants_the_whole_name()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "delete-me", household.NewCanary(), "", "Workers"));
        var page = await household.Admin.OpenSecretsAsync("delete-me");
        await (await page.RowActionAsync("delete-me", "Delete")).ClickAsync();
        var name = page.OpenDialog().GetByLabel("Type the name to confirm");
        await name.FillAsync("delete-m");
        await Expect(page.OpenDialog().Button("Delete secret")).ToBeDisabledAsync();
        await name.FillAsync("delete-me");
        await page.OpenDialog().Button("Delete secret").ClickAsync();
        await Expect(page.RowOf("delete-me")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Filters_narrow_the_list_and_live_in_the_address()
    {
        await household.Admin.CreateSecretAsync(new(household.Store, "filter-alpha", household.NewCanary(), "", "Web Search"));
        await household.Admin.CreateSecretAsync(new(household.Store, "filter-beta", household.NewCanary(), "", "AI Gateway"));
        var page = await household.Admin.OpenAsync("/secrets");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("FILTER-");
        await Expect(page).ToHaveURLAsync(new Regex("q=FILTER-"));
        await Expect(page.RowOf("filter-alpha")).ToBeVisibleAsync();
        await Expect(page.RowOf("filter-beta")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Scope", Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Web Search" });
        await Expect(page.RowOf("filter-beta")).ToHaveCountAsync(0);

        await page.GoAsync(page.Url);
        await Expect(page.RowOf("filter-alpha")).ToBeVisibleAsync();
        await Expect(page.RowOf("filter-beta")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("nothing-is-called-so");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(new Regex("No secret matches"));
    }

    [Fact]
    public async Task An_admin_cannot_bind()
    {
        var service = await household.Deployer.RegisterServiceAsync($"not-for-admins-{household.Name}", "Workers");
        var page = await household.Admin.OpenAsync(new Uri(service.Url).AbsolutePath);
        await page.Button("Bind secret").SeesOffAsync("Needs Super Administrator or Deployer");
    }
}
