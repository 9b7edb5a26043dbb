using MudBlazor;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Service_page : ComponentTest
{
    [Fact]
    public async Task A_deployer_can_bind_a_secret_unbind_it_and_undo_that()
    {
        var (service, secret) = await PairAsync(Scopes.Workers);
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");

        await ChooseAsync(screen.Click("Bind secret").Type("Variable name", "API_KEY"), service, secret);
        screen.Click("Bind");
        screen.Shows("API_KEY bound.");
        screen.Wait(() => Assert.Contains(screen.All("td"), cell => cell.TextContent.Trim() == "STRIPE"));

        screen.Click("Unbind API_KEY");
        screen.Shows("Nothing is bound yet");
        screen.Click("Undo");
        screen.Button("Unbind API_KEY");
    }

    [Theory]
    [InlineData(Roles.Deployer, false)]
    [InlineData(Roles.SuperAdministrator, true)]
    public async Task A_binding_outside_the_scopes_shows_both_checks_and_links_to_the_edit_page_if_the_member_may_use_it(
        Roles roles,
        bool mayChange
    )
    {
        var (service, secret) = await PairAsync(Scopes.Dex);
        var screen = Open(Host.With(roles), service);
        screen.ShowsOn("Bind secret");

        await ChooseAsync(screen.Click("Bind secret").Type("Variable name", "API_KEY"), service, secret);
        screen.Click("Bind");

        screen.Shows("The service is of kind Workers; the secret's scopes are DEX.");
        Assert.Equal(["passed", "failed"], screen.All(".mud-dialog .sd-check-word").Select(w => w.TextContent));
        Assert.Equal("API_KEY", screen.Field("Variable name").GetAttribute("value"));
        screen.Wait(() => Assert.Equal(mayChange ? 1 : 0, screen.All($"a[href='secrets/{secret}/edit']").Count));
    }

    [Fact]
    public async Task A_missing_name_and_a_missing_secret_are_reported_at_their_fields()
    {
        var (service, _) = await PairAsync(Scopes.Workers);
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");

        screen.Click("Bind secret").Click("Bind");

        screen.Shows("Enter a variable name.");
        screen.Shows("Choose a secret from the list.");
    }

    [Fact]
    public async Task The_message_about_a_missing_choice_disappears_when_the_choice_is_made()
    {
        var (service, secret) = await PairAsync(Scopes.Workers);
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");
        screen.Click("Bind secret").Click("Bind").Shows("Choose a secret from the list.");

        await ChooseAsync(screen, service, secret);

        screen.ShowsNot("Choose a secret from the list.");
    }

    [Fact]
    public async Task A_secret_can_be_chosen_by_typing_its_full_name()
    {
        var (service, _) = await PairAsync(Scopes.Workers);
        await Host.SecretAsync(await Host.StoreAsync("staging"), "STRIPE_TEST");
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");

        await TypeNameAsync(screen.Click("Bind secret").Type("Variable name", "API_KEY"), "STRIPE");
        screen.Click("Bind");

        screen.Shows("API_KEY bound.");
    }

    [Fact]
    public async Task A_secret_name_that_two_stores_have_must_be_chosen_from_the_list()
    {
        var (service, _) = await PairAsync(Scopes.Workers);
        await Host.SecretAsync(await Host.StoreAsync("staging"), "STRIPE");
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");

        await TypeNameAsync(screen.Click("Bind secret").Type("Variable name", "API_KEY"), "STRIPE");
        screen.Click("Bind");

        screen.Shows("Choose a secret from the list.");
    }

    [Fact]
    public async Task An_open_service_page_follows_a_removed_role()
    {
        var (service, _) = await PairAsync(Scopes.Workers);
        var screen = Open(Host.Deployer, service);
        screen.ShowsOn("Bind secret");

        await Host.GiveRolesAsync(Host.Deployer, Roles.Reporter);

        screen.ShowsOff("Bind secret", "You are Reporter.");
    }

    [Fact]
    public async Task A_broken_binding_shows_that_it_is_broken_and_why()
    {
        var (service, secret) = await PairAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));
        await Host.DoAsync(Host.Owner, new DeleteSecret(secret, Force: true));

        var screen = Open(Host.Reporter, service);

        screen.Shows("Broken");
        screen.Shows("The secret was deleted, so the service can't read this variable.");
    }

    [Fact]
    public async Task Many_bindings_are_shown_in_pages_and_a_page_past_the_end_shows_the_last()
    {
        var (service, secret) = await PairAsync(Scopes.Workers);
        for (var i = 10; i < 40; i++)
        {
            await Host.DoAsync(Host.Owner, new BindSecret(service, secret, $"KEY_{i}"));
        }
        Screen Page(string query) => Host.ScreenOf(Host.Reporter).Open<ServicePage>($"/services/{service}{query}", ("Id", service.Value));

        Page("").Shows("KEY_34").ShowsNot("KEY_35").Shows("1 to 25 of 30");
        Page("?page=2").Shows("KEY_35").ShowsNot("KEY_34").Shows("26 to 30 of 30");
        Page("?page=7").Shows("KEY_39").Shows("26 to 30 of 30");
        Page("?size=50").Shows("KEY_10").Shows("KEY_39");
    }

    [Fact]
    public async Task A_variable_name_that_differs_only_by_case_gives_a_warning_while_typing_and_after_binding()
    {
        var (service, secret) = await PairAsync(Scopes.Workers);
        await Host.DoAsync(Host.Owner, new BindSecret(service, secret, "API_KEY"));
        var screen = Open(Host.Owner, service);
        screen.ShowsOn("Bind secret");

        screen
            .Click("Bind secret")
            .Type("Variable name", "Api_Key")
            .Shows("The service has API_KEY already")
            .Shows("The two names would differ by case alone.");
        await ChooseAsync(screen, service, secret);
        screen.Click("Bind");

        screen.Shows("Bound, with a warning").Shows("has the variables API_KEY and Api_Key, whose names differ only by case.");
    }

    [Fact]
    public async Task The_activity_tab_shows_refused_operations_too()
    {
        var (service, secret) = await PairAsync(Scopes.Dex);
        await Host.Gate.AskAsync(Host.Owner.Caller, new BindSecret(service, secret, "API_KEY"));

        var screen = Host.ScreenOf(Host.Admin).Open<ServicePage>($"/services/{service}?tab=activity", ("Id", service.Value));

        screen.Shows("Refused by scope");
    }

    private Screen Open(SampleMember who, ServiceId service) =>
        Host.ScreenOf(who).Open<ServicePage>($"/services/{service}", ("Id", service.Value));

    private async Task<(ServiceId, SecretId)> PairAsync(Scopes scopes) =>
        (
            await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers)),
            await Host.SecretAsync(await Host.StoreAsync(), "STRIPE", scopes)
        );

    // The picker's list opens in a browser; what a choice there does is this.
    private async Task ChooseAsync(Screen screen, ServiceId service, SecretId secret)
    {
        var found = (await Host.DoAsync(Host.Owner, new FindBindableSecrets(service, ""))).Single(s => s.Id == secret);
        var picker = screen.The<MudAutocomplete<BindableSecret>>();
        await picker.InvokeAsync(() => picker.Instance.ValueChanged.InvokeAsync(found));
    }

    private static Task TypeNameAsync(Screen screen, string name)
    {
        var picker = screen.The<MudAutocomplete<BindableSecret>>();
        return picker.InvokeAsync(() => picker.Instance.TextChanged.InvokeAsync(name));
    }
}
