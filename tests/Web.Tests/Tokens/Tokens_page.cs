using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Tokens;

public sealed class Tokens_page : ComponentTest
{
    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task A_member_sees_their_own_tokens_and_no_others(Roles roles)
    {
        await Host.OwnTokenAsync(Host.With(roles), "mine");
        await Host.OwnTokenAsync(Host.Owner, "of-the-owner");
        await Host.AccountTokenAsync("of-the-account");

        var screen = Host.ScreenOf(Host.With(roles)).Open<TokensPage>("/tokens");

        screen.Shows("mine");
        screen.ShowsOn("New token");
        screen.ShowsNot("of-the-owner");
        screen.ShowsNot("of-the-account");
        Assert.Equal(["Status"], screen.All("main .sd-filter > span").Select(l => l.TextContent));
    }

    [Fact]
    public async Task A_super_administrator_also_sees_the_accounts_and_members_tokens()
    {
        await Host.OwnTokenAsync(Host.Owner, "my-own");
        await Host.OwnTokenAsync(Host.Deployer, "of-a-member");
        await Host.AccountTokenAsync("of-the-account");

        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens");
        screen.Shows("my-own");
        screen.ShowsNot("of-the-account");

        Host.ScreenOf(Host.Owner)
            .Open<TokensPage>("/tokens?of=account")
            .ShowsRow("of-the-account", "of-the-account \\| The account \\| Read .*")
            .ShowsNot("of-a-member");
        Host.ScreenOf(Host.Owner)
            .Open<TokensPage>("/tokens?of=all")
            .ShowsRow("of-a-member", "of-a-member \\| deployer@example.org \\| .*")
            .Shows("my-own");
    }

    [Fact]
    public void A_member_without_the_right_to_see_all_tokens_is_refused_with_both_checks()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<TokensPage>("/tokens?of=all");

        screen.Shows("Needs Super Administrator");
        screen.Shows("Secret scope");
    }

    [Fact]
    public void A_member_without_a_role_sees_why_the_tokens_are_not_shown()
    {
        var screen = Host.ScreenOf(Host.Guest).Open<TokensPage>("/tokens");

        screen.Shows("The tokens can't be shown");
        screen.ShowsOff("New token", "You hold no role.");
    }

    [Fact]
    public async Task A_row_says_what_a_token_may_do_where_from_where_and_until_when()
    {
        var store = await Host.StoreAsync();
        await Host.DoAsync(
            Host.Deployer,
            new CreateToken(
                TokenSide.Own,
                new TokenInput(
                    "ci",
                    TokenLevel.Bind,
                    Stores: [store],
                    AllowedFrom: ["10.0.0.0/8"],
                    DeniedFrom: ["10.1.0.0/16", "10.2.0.0/16"]
                )
            )
        );

        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens");

        screen.ShowsRow(
            "ci",
            "ci \\| Bind Binds secrets to services \\| production Only from 10.0.0.0/8 Not from 2 networks \\| Active \\| Never "
                + "\\| in 3 months"
        );
    }

    [Fact]
    public async Task The_status_says_why_a_token_is_not_valid()
    {
        await Host.OwnTokenAsync(Host.Admin, "soon", life: TimeSpan.FromDays(13));
        await Host.DoAsync(
            Host.Admin,
            new CreateToken(TokenSide.Own, new TokenInput("later", TokenLevel.Read, NotBefore: TimeProvider.System.GetUtcNow().AddDays(2)))
        );
        await Host.OwnTokenAsync(Host.Admin, "revoked", TokenLevel.Manage);
        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        var screen = Host.ScreenOf(Host.Admin).Open<TokensPage>("/tokens");

        screen.ShowsRow("revoked", @".* \| Disabled Revoked on \d{4}-\d\d-\d\d: its owner's roles no longer cover it \| .*");
        screen.ShowsRow("soon", @".* \| Expires soon \| Never \| in 13 days");
        screen.ShowsRow("later", @".* \| Not yet valid From \d{4}-\d\d-\d\d \d\d:\d\d UTC \| .*");
        screen.Click("Actions for revoked").Choose("Enable");
        screen.Shows("revoked was not enabled");
        screen.Shows("this one needs Admin for the whole account");
    }

    [Fact]
    public async Task The_status_of_a_token_names_a_disabled_owner_as_the_reason()
    {
        await Host.OwnTokenAsync(Host.Deployer, "of-a-leaver");
        await Host.DoAsync(Host.Owner, new DisableMember(Host.Deployer.Id));

        Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens?of=all").ShowsRow("of-a-leaver", @".* \| Disabled Its owner is disabled \| .*");
    }

    [Fact]
    public async Task The_address_of_the_token_list_contains_search_status_order_and_page()
    {
        for (var i = 0; i < 26; i++)
        {
            await Host.OwnTokenAsync(Host.Reporter, $"token-{i:00}");
        }
        await Host.OwnTokenAsync(Host.Reporter, "soon-over", life: TimeSpan.FromDays(7));

        var second = Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens?sort=-name&page=2");
        second.Wait(() => Assert.Equal(["token-00", "soon-over"], second.Names()));
        Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens?q=KEN-1&size=100").Shows("1 to 10 of 10");
        Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens?status=soon").Shows("soon-over").ShowsNot("token-");
        Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens?status=expired").Shows("No token matches");
        Host.ScreenOf(Host.Admin).Open<TokensPage>("/tokens").Shows("No tokens yet");
    }

    [Fact]
    public async Task Another_members_token_can_be_disabled_but_not_changed_or_rolled_and_the_page_says_why()
    {
        await Host.OwnTokenAsync(Host.Deployer, "of-a-member");
        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens?of=all");

        screen.Click("Actions for of-a-member");

        screen.Wait(() =>
            Assert.Equal(["Edit", "Roll"], screen.All("[role=menuitem][aria-disabled=true]").Select(i => i.FirstElementChild!.TextContent))
        );
        screen.Shows("This is deployer@example.org's own token: only they can change or roll it.");
        screen.Choose("Disable");
        screen.Shows("Token of-a-member disabled.");
    }

    [Fact]
    public async Task A_token_is_deleted_when_its_whole_name_is_typed()
    {
        var token = await Host.OwnTokenAsync(Host.Deployer, "old-ci");
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens");

        screen.Click("Actions for old-ci").Choose("Delete");
        screen.Type("Type the name to confirm", "old");
        screen.Wait(() => Assert.True(screen.Button("Delete token").HasAttribute("disabled")));
        screen.Type("Type the name to confirm", "old-ci").Click("Delete token");

        screen.Shows("Token old-ci deleted.");
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.Text));
    }

    [Fact]
    public async Task Disabling_a_token_takes_effect_at_once_and_enabling_makes_the_same_text_valid_again()
    {
        var token = await Host.OwnTokenAsync(Host.Reporter, "dashboards");
        var screen = Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens");

        screen
            .Click("Actions for dashboards")
            .Choose("Disable")
            .ShowsRow("dashboards", @".* \| Disabled \| .*")
            .Shows("Token dashboards disabled.");
        Assert.Equal(Standing.TokenDisabled, await Host.StandingAsync(token.Text));

        screen.Click("Actions for dashboards").Choose("Enable").Shows("Token dashboards enabled.");
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.Text));
    }
}
