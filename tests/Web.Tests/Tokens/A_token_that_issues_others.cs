using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Tokens;

public sealed class A_token_that_issues_others : ComponentTest
{
    [Fact]
    public async Task The_option_to_issue_longer_is_shown_only_for_a_token_that_administers_and_is_saved()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens?of=account").Click("New token");
        screen
            .Select("The account: stays when its creator leaves", "on")
            .Select("Name", "terraform")
            .Select("No level", "on")
            .ShowsNot("May issue longer");

        screen
            .Tick("Administer")
            .Shows("Services' credentials that it issues may end later than the token.")
            .Tick("May issue longer")
            .Click("Create token")
            .Shows("API token terraform");

        var made = Assert.Single((await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Items);
        Assert.True(made.MayIssueLonger);
        screen.Click("I have stored it").Click("Actions for terraform").Choose("Edit");
        screen.Wait(() => Assert.True(screen.Checkbox("May issue longer").HasAttribute("checked")));
    }

    [Fact]
    public async Task Deleting_a_token_offers_to_revoke_what_it_issued()
    {
        var issuer = await Host.DoAsync(Host.Owner, new CreateToken(TokenSide.Account, new TokenInput("issuer", null, Administer: true)));
        var service = await Host.DoAsync(Host.Owner, new RegisterService("checkout", Scopes.Workers));
        var asIssuer = Caller.WithToken(issuer.Text, System.Net.IPAddress.Loopback);
        await Host.Gate.AskAsync(asIssuer, new CreateToken(TokenSide.Account, new TokenInput("successor", TokenLevel.Read)));
        await Host.Gate.AskAsync(asIssuer, new IssueCredential(service, new CredentialInput("one")));
        await Host.Gate.AskAsync(asIssuer, new IssueCredential(service, new CredentialInput("two")));
        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens?of=account");

        screen.Click("Actions for issuer").Choose("Delete");
        screen.Shows("Revoke 1 token and 2 credentials as well").Tick("Revoke 1 token and 2 credentials as well");
        screen.Type("Type the name to confirm", "issuer").Click("Delete token").Shows("Token issuer deleted.");

        Assert.Empty(await Host.DoAsync(Host.Owner, new ListCredentials(service)));
        Assert.Equal(0, (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Total);
    }
}
