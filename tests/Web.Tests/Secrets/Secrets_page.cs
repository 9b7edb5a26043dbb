using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Web.Secrets;

namespace SecretsDashboard.Web.Tests.Secrets;

public sealed class Secrets_page : ComponentTest
{
    [Theory]
    [InlineData(Roles.SuperAdministrator)]
    [InlineData(Roles.Admin)]
    public async Task A_member_who_manages_secrets_can_create_select_and_use_the_whole_menu(Roles roles)
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var screen = Host.ScreenOf(Host.With(roles)).Open<SecretsPage>("/secrets");

        screen.ShowsOn("New secret");
        screen.Tick("Select API_KEY in production");
        screen.Shows("1 selected");
        screen.Click("Actions for API_KEY");
        screen.Wait(() =>
            Assert.Equal(
                ["Open", "Edit", "Duplicate", "Copy as curl", "Delete"],
                screen.All("[role=menuitem]").Select(i => i.TextContent.Trim())
            )
        );
        Assert.Empty(screen.All("[role=menuitem][aria-disabled]"));
    }

    [Theory]
    [InlineData(Roles.Deployer, "Needs Super Administrator or Admin. You are Deployer.")]
    [InlineData(Roles.Reporter, "Needs Super Administrator or Admin. You are Reporter.")]
    public async Task A_member_who_may_not_manage_secrets_sees_every_action_off_with_its_reason(Roles roles, string reason)
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var screen = Host.ScreenOf(Host.With(roles)).Open<SecretsPage>("/secrets");

        screen.ShowsOff("New secret", reason);
        screen.Click("Actions for API_KEY");
        screen.Wait(() => Assert.Equal(3, screen.All("[role=menuitem][aria-disabled=true]").Count));
        Assert.All(
            screen.All("[role=menuitem][aria-disabled=true]"),
            item => Assert.Contains(reason, item.TextContent, StringComparison.Ordinal)
        );
        Assert.Empty(screen.All(".sd-cell-check"));
    }

    [Fact]
    public void A_member_without_a_role_sees_why_the_secrets_are_not_shown()
    {
        var screen = Host.ScreenOf(Host.Guest).Open<SecretsPage>("/secrets");

        screen.Shows("The secrets can't be shown");
        screen.Shows("You hold no role.");
    }

    [Fact]
    public async Task An_empty_list_says_why_it_is_empty()
    {
        Host.ScreenOf(Host.Admin).Open<SecretsPage>("/secrets").Shows("Create a store first");

        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");

        Host.ScreenOf(Host.Admin).Open<SecretsPage>("/secrets?q=nothing").Shows("No secret matches");
    }

    [Fact]
    public async Task Filters_in_the_address_are_applied()
    {
        var store = await Host.StoreAsync();
        await Host.SecretAsync(store, "FOR_WORKERS");
        await Host.SecretAsync(store, "FOR_DEX", Scopes.Dex);

        var screen = Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?q=for&scope=dex&size=50&sort=-name");

        screen.Shows("1 to 1 of 1");
        screen.ShowsNot("FOR_WORKERS");
        Assert.Contains(screen.All("select"), s => s.GetAttribute("value") == "dex");
    }

    [Theory]
    [InlineData("page=0")]
    [InlineData("page=-1&size=1000000&sort=value&status=opened&scope=root")]
    [InlineData("page=%00&size=%FF")]
    public async Task Invalid_parameters_in_the_address_are_ignored(string query)
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");

        Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?" + query).Shows("API_KEY");
    }

    [Fact]
    public async Task A_page_past_the_end_leads_to_the_last_one()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");

        var screen = Host.ScreenOf(Host.Reporter).Open<SecretsPage>("/secrets?page=7");

        screen.Wait(() => Assert.Equal("/secrets", screen.Address));
    }

    [Fact]
    public async Task A_removed_role_takes_effect_in_the_open_secrets_page()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var screen = Host.ScreenOf(Host.Admin).Open<SecretsPage>("/secrets");
        screen.ShowsOn("New secret");

        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.ShowsOff("New secret", "You are Reporter.");
        screen.Shows("Your roles have changed");
    }

    [Fact]
    public async Task Deleting_a_secret_requires_its_whole_name_and_names_what_depends_on_it()
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var service = await Host.DoAsync(Host.Owner, new Vault.Services.RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new Vault.Bindings.BindSecret(service, secret, "KEY"));
        var screen = Host.ScreenOf(Host.Admin).Open<SecretsPage>("/secrets");

        screen.Click("Actions for API_KEY");
        screen.Choose("Delete");
        screen.Shows("checkout (Workers) reads API_KEY as KEY");
        screen.Type("Type the name to confirm", "API_KEY");
        Assert.True(screen.Button("Delete secret").HasAttribute("disabled"));
        screen.Tick("Delete anyway and break these bindings");
        screen.Click("Delete secret");

        screen.Shows("Secret API_KEY deleted.");
        Assert.Equal(0, (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task Several_secrets_are_deleted_one_by_one_and_each_failure_is_reported()
    {
        var store = await Host.StoreAsync();
        var bound = await Host.SecretAsync(store, "BOUND");
        await Host.SecretAsync(store, "FREE");
        var service = await Host.DoAsync(Host.Owner, new Vault.Services.RegisterService("checkout", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new Vault.Bindings.BindSecret(service, bound, "KEY"));
        var screen = Host.ScreenOf(Host.Admin).Open<SecretsPage>("/secrets");

        screen.Tick("Select all on this page");
        screen.Click("Delete selected");
        screen.Type("Type 2 to confirm", "2");
        screen.Click("Delete 2 secrets");

        screen.Shows("1 of 2 deleted.");
        screen.Shows("BOUND is bound once.");
    }
}
