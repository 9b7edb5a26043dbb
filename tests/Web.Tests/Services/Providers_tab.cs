using MudBlazor;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Web.Services;

namespace SecretsDashboard.Web.Tests.Services;

public sealed class Providers_tab : ComponentTest
{
    [Fact]
    public async Task A_deployer_can_associate_change_and_remove_a_key_and_undo_the_removal()
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        var screen = Open(Host.Deployer, gateway);
        screen.ShowsOn("Associate a key");

        screen.Click("Associate a key").Select("Provider", "openai");
        await ChooseAsync(screen, gateway, secret);
        screen.Type("Requests a minute", "60").Click("Associate");
        screen.Shows("OPENAI is the key for openai default.");
        screen.Shows("60 a minute");
        // On a phone the children of a cell are side by side and as narrow as
        // possible: a long alias broke the provider's name letter by letter.
        screen.Wait(() =>
            Assert.StartsWith(
                "openai default",
                Assert.Single(Assert.Single(screen.All("tbody .sd-name")).Children).TextContent.Trim(),
                StringComparison.Ordinal
            )
        );
        screen.Shows("Never used");

        screen.Click("Edit openai default").Type("Alias", "second").Type("Requests a minute", "").Click("Save key");
        screen.Shows("openai second saved.");
        screen.Shows("None");

        screen.Click("Remove openai second");
        screen.Shows("No key yet");
        screen.Click("Undo");
        screen.Button("Remove openai second");
    }

    [Fact]
    public async Task A_key_outside_the_scopes_shows_both_checks_and_keeps_the_input()
    {
        var (gateway, secret) = await PairAsync(Scopes.Workers);
        var screen = Open(Host.Deployer, gateway);
        screen.ShowsOn("Associate a key");

        screen.Click("Associate a key").Select("Provider", "anthropic");
        await ChooseAsync(screen, gateway, secret);
        screen.Shows("without AI Gateway: associating it will be refused.");
        screen.Click("Associate");

        screen.Shows("The service is of kind AI Gateway; the secret's scopes are Workers.");
        Assert.Equal(["passed", "failed"], screen.All(".mud-dialog .sd-check-word").Select(w => w.TextContent));
        Assert.Equal("default", screen.Field("Alias").GetAttribute("value"));
    }

    [Fact]
    public async Task A_missing_provider_and_a_missing_secret_are_reported_at_their_fields()
    {
        var (gateway, _) = await PairAsync(Scopes.AiGateway);
        var screen = Open(Host.Deployer, gateway);
        screen.ShowsOn("Associate a key");

        screen.Click("Associate a key").Type("Requests a minute", "often").Click("Associate");

        screen.Shows("Choose a provider.");
        screen.Shows("Choose a secret from the list.");
        screen.Shows("Enter a whole number, or nothing for no limit.");
    }

    [Fact]
    public async Task An_alias_that_is_taken_is_reported_beside_its_field()
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        var screen = Open(Host.Deployer, gateway);
        screen.ShowsOn("Associate a key");

        screen.Click("Associate a key").Select("Provider", "openai");
        await ChooseAsync(screen, gateway, secret);
        screen.Click("Associate");

        screen.Shows("already has a key for openai under the alias default");
        Assert.Equal("true", screen.Field("Alias").GetAttribute("aria-invalid"));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Reporter)]
    public async Task A_member_who_may_not_associate_keys_sees_them_and_why_the_actions_are_off(Roles roles)
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        var screen = Open(Host.With(roles), gateway);

        screen.ShowsOff("Associate a key", "Needs");
        screen.ShowsOff("Remove openai default", "Needs");
        screen.Shows("OPENAI");
    }

    [Fact]
    public async Task A_key_whose_secret_is_deleted_or_no_longer_fits_shows_the_reason()
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        var gone = await Host.SecretAsync(await Host.StoreAsync("staging"), "GONE", Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, gone, new ProviderInput("anthropic", "default", IsDefault: true))
        );
        await Host.DoAsync(Host.Owner, new EditSecret(secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await Host.DoAsync(Host.Owner, new DeleteSecret(gone, Force: true));

        var screen = Open(Host.Reporter, gateway);

        screen.Shows("no longer include AI Gateway; they are DEX");
        screen.Shows("The secret was deleted, so the gateway has no key.");
    }

    [Fact]
    public async Task A_copied_request_holds_the_address_and_no_credential()
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "other", IsDefault: false))
        );

        var screen = Open(Host.Reporter, gateway);

        screen.Wait(() =>
        {
            var copied = screen.All("button[aria-label='Copy as curl: a request to openai other']").Single().GetAttribute("data-copy");
            Assert.Contains("/gateway/v1/llm/openai/'\"$PROVIDER_PATH\"", copied, StringComparison.Ordinal);
            Assert.Contains("cf-aig-authorization: Bearer $GATEWAY_CREDENTIAL", copied, StringComparison.Ordinal);
            Assert.Contains("cf-aig-byok-alias: other", copied, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task The_commands_to_copy_for_a_gateway_contain_no_binding_request()
    {
        var (gateway, secret) = await PairAsync(Scopes.AiGateway);
        await Host.DoAsync(
            Host.Owner,
            new AssociateProvider(gateway.Value, secret, new ProviderInput("openai", "default", IsDefault: true))
        );
        var screen = Open(Host.Owner, gateway);
        screen.Shows("Never used");

        screen.Click("Copy as curl").Button("Remove this service");

        Assert.DoesNotContain(
            screen.All("[data-copy]"),
            c =>
                c.GetAttribute("data-copy")!.Contains("/bindings/", StringComparison.Ordinal)
                || c.GetAttribute("data-copy")!.Contains("secret_name", StringComparison.Ordinal)
        );
    }

    private async Task<(ServiceId Gateway, SecretId Secret)> PairAsync(Scopes scopes)
    {
        var secret = await Host.SecretAsync(await Host.StoreAsync(), "OPENAI", scopes);
        return (await Host.DoAsync(Host.Owner, new RegisterService("llm", Scopes.AiGateway)), secret);
    }

    private Screen Open(SampleMember who, ServiceId gateway) =>
        Host.ScreenOf(who).Open<ServicePage>($"/services/{gateway}", (nameof(ServicePage.Id), gateway.Value));

    // The picker's list opens in a browser; what a choice there does is this.
    private async Task ChooseAsync(Screen screen, ServiceId service, SecretId secret)
    {
        var found = (await Host.DoAsync(Host.Owner, new FindBindableSecrets(service, ""))).Single(s => s.Id == secret);
        var picker = screen.The<MudAutocomplete<BindableSecret>>();
        await picker.InvokeAsync(() => picker.Instance.ValueChanged.InvokeAsync(found));
    }
}
