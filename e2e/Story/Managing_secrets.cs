using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

[Collection(nameof(DesktopHost))]
public sealed class Managing_secrets_on_a_desktop(DesktopHost host) : Managing_secrets(host);

[Collection(nameof(PhoneHost))]
public sealed class Managing_secrets_on_a_phone(PhoneHost host) : Managing_secrets(host);

/// <summary>Steps 2 and 4: an Admin creates, edits, duplicates, deletes and finds secrets.</summary>
public abstract class Managing_secrets(BrowserHost host) : BrowserTest(host)
{
    [Fact]
    public async Task An_admin_creates_a_secret_whose_value_is_never_shown_again()
    {
        var value = host.NewCanary();
        await host.Admin.CreateSecretAsync(new(host.Store, "create-once", value, "The first one", "Workers", "Access"));

        var page = await host.Admin.OpenSecretsAsync("create-once");
        await Expect(page.RowOf("create-once")).ToContainTextAsync("Workers");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "create-once" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "create-once", Level = 1 })).ToBeVisibleAsync();
        await page.ExpectTextAsync("The first one");
        Assert.DoesNotContain(value, await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_admin_creates_several_secrets_at_once()
    {
        var page = await host.Admin.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(new(host.Store, "several-one", host.NewCanary(), "", "Workers"));
        await page.Button("Add another secret").ClickAsync();
        var second = page.GetByRole(AriaRole.Group, new() { Name = "Secret 2" });
        await second.GetByLabel("Name", new() { Exact = true }).FillAsync("several-two");
        await second.GetByLabel("Value", new() { Exact = true }).FillAsync(host.NewCanary());
        await page.Button("Create 2 secrets").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));

        await page.NavigateAsync("/secrets?q=several-");
        await Expect(page.RowOf("several-one")).ToBeVisibleAsync();
        await Expect(page.RowOf("several-two")).ToContainTextAsync("Workers");
    }

    [Fact]
    public async Task An_admin_edits_a_secrets_comment_and_scopes_without_entering_a_value()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "edit-me", host.NewCanary(), "Before", "Workers"));
        var page = await host.Admin.OpenSecretsAsync("edit-me");
        await (await page.RowActionAsync("edit-me", "Edit")).ClickAsync();
        await Expect(page.GetByLabel("Value", new() { Exact = true })).ToBeEmptyAsync();
        await page.GetByLabel("Comment").FillAsync("After");
        await page.Checkbox("Containers").CheckAsync();
        await page.Button("Save changes").ClickAsync();
        await page.ExpectTextAsync("After");

        await page.NavigateAsync("/secrets?q=edit-me");
        await Expect(page.RowOf("edit-me")).ToContainTextAsync("Containers");
    }

    [Fact]
    public async Task A_new_value_makes_a_new_version()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "rotate-me", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenSecretsAsync("rotate-me");
        await (await page.RowActionAsync("rotate-me", "Edit")).ClickAsync();
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(host.NewCanary());
        await page.Button("Save changes").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(new Regex(@"[Vv]ersion\s*2"));
    }

    [Fact]
    public async Task An_admin_duplicates_a_secret_without_entering_its_value()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "original", host.NewCanary(), "Copied from here", "DEX"));
        var page = await host.Admin.OpenSecretsAsync("original");
        await (await page.RowActionAsync("original", "Duplicate")).ClickAsync();
        await page.OpenDialog().GetByLabel("Name").FillAsync("copied");
        await page.OpenDialog().Button("Duplicate secret").ClickAsync();
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);

        await page.NavigateAsync("/secrets?q=copied");
        await Expect(page.RowOf("copied")).ToContainTextAsync("DEX");
    }

    [Fact]
    public async Task Deleting_a_secret_requires_its_whole_name()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "delete-me", host.NewCanary(), "", "Workers"));
        var page = await host.Admin.OpenSecretsAsync("delete-me");
        await (await page.RowActionAsync("delete-me", "Delete")).ClickAsync();
        var name = page.OpenDialog().GetByLabel("Type the name to confirm");
        await name.FillAsync("delete-m");
        await Expect(page.OpenDialog().Button("Delete secret")).ToBeDisabledAsync();
        await name.FillAsync("delete-me");
        await page.OpenDialog().Button("Delete secret").ClickAsync();
        await Expect(page.RowOf("delete-me")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Filters_narrow_the_list_of_secrets_and_are_kept_in_the_address()
    {
        await host.Admin.CreateSecretAsync(new(host.Store, "filter-alpha", host.NewCanary(), "", "Web Search"));
        await host.Admin.CreateSecretAsync(new(host.Store, "filter-beta", host.NewCanary(), "", "AI Gateway"));
        var page = await host.Admin.OpenAsync("/secrets");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("FILTER-");
        await Expect(page).ToHaveURLAsync(new Regex("q=FILTER-"));
        await Expect(page.RowOf("filter-alpha")).ToBeVisibleAsync();
        await Expect(page.RowOf("filter-beta")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Scope", Exact = true })
            .SelectOptionAsync(new SelectOptionValue { Label = "Web Search" });
        await Expect(page.RowOf("filter-beta")).ToHaveCountAsync(0);

        await page.NavigateAsync(page.Url);
        await Expect(page.RowOf("filter-alpha")).ToBeVisibleAsync();
        await Expect(page.RowOf("filter-beta")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search secrets" }).FillAsync("nothing-is-called-so");
        await Expect(page.GetByRole(AriaRole.Main)).ToContainTextAsync(new Regex("No secret matches"));
    }

    [Fact]
    public async Task An_admin_cannot_bind_a_secret()
    {
        var service = await host.Deployer.RegisterServiceAsync($"not-for-admins-{host.Name}", "Workers");
        var page = await host.Admin.OpenAsync(new Uri(service.Url).AbsolutePath);
        await page.Button("Bind secret").ExpectDisabledAsync("Needs Super Administrator or Deployer");
    }
}
