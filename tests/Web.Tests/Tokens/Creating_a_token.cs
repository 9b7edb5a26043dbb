using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Tokens;

public sealed class Creating_a_token : ComponentTest
{
    [Fact]
    public async Task A_new_tokens_text_is_shown_once_with_commands_to_use_it()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens").Click("New token");
        screen.Select("Name", "ci").Select("Bind", "on").Click("Create token");

        var text = screen.Field("API token ci").GetAttribute("value")!;
        Assert.Equal(Standing.Good, await Host.StandingAsync(text));
        Assert.Equal(
            [
                $"export SECRETS_DASHBOARD_TOKEN='{text}'",
                "curl 'http://localhost/client/v4/user/tokens/verify' \\",
                "  -H \"Authorization: Bearer $SECRETS_DASHBOARD_TOKEN\"",
            ],
            screen.All("pre")[0].TextContent.Split('\n')
        );
        Assert.Equal(
            [
                "export CLOUDFLARE_API_BASE_URL='http://localhost/client/v4'",
                $"export CLOUDFLARE_ACCOUNT_ID='{Host.Vault.AccountId}'",
                $"export CLOUDFLARE_API_TOKEN='{text}'",
            ],
            screen.All("pre")[1].TextContent.Split('\n')
        );

        screen.Click("I have stored it").ShowsNot("CLOUDFLARE_API_TOKEN");
        Assert.DoesNotContain(text, string.Concat(screen.All("body, main").Select(m => m.OuterHtml)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Roles.SuperAdministrator, new TokenLevel[0])]
    [InlineData(Roles.Admin, new[] { TokenLevel.Bind, TokenLevel.Edit })]
    [InlineData(Roles.Deployer, new[] { TokenLevel.Manage, TokenLevel.Edit })]
    [InlineData(Roles.Reporter, new[] { TokenLevel.Bind, TokenLevel.Manage, TokenLevel.Edit })]
    public void Levels_above_a_members_own_rights_are_off_and_say_why(Roles roles, TokenLevel[] off)
    {
        var screen = Host.ScreenOf(Host.With(roles)).Open<TokensPage>("/tokens").Click("New token");

        screen.Wait(() =>
        {
            Assert.All(
                TokenLabels.Levels,
                level => Assert.Equal(off.Contains(level), screen.Field(level.ToString()).HasAttribute("disabled"))
            );
            Assert.Equal(off.Length, screen.All(".sd-card-off strong").Count);
            Assert.All(
                screen.All(".sd-card-off strong"),
                why => Assert.StartsWith("Above your rights: needs ", why.TextContent, StringComparison.Ordinal)
            );
        });
        if (off.Contains(TokenLevel.Manage))
        {
            screen.Shows("needs Admin for the whole account.");
        }
    }

    [Theory]
    [InlineData(Roles.SuperAdministrator)]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task The_form_offers_exactly_the_levels_that_the_server_grants(Roles roles)
    {
        var who = Host.With(roles);
        var screen = Host.ScreenOf(who).Open<TokensPage>("/tokens").Click("New token");

        foreach (var level in TokenLabels.Levels)
        {
            var outcome = await Host.Gate.AskAsync(who.Caller, new CreateToken(TokenSide.Own, new TokenInput("probe", level)));

            Assert.Equal(outcome is Done<NewToken>, !screen.Field(level.ToString()).HasAttribute("disabled"));
        }
    }

    [Fact]
    public async Task A_member_with_a_role_on_one_store_can_create_a_token_for_that_store_only()
    {
        var (store, other) = (await Host.StoreAsync("staging"), await Host.StoreAsync("production"));
        var guest = await Host.DoAsync(Host.Owner, new Vault.Members.GetMember(Host.Guest.Id));
        await Host.DoAsync(
            Host.Owner,
            new Vault.Members.SaveRoles(
                Host.Guest.Id,
                guest.Revision,
                Roles.None,
                new Dictionary<StoreId, Roles> { [store] = Roles.Admin, [other] = Roles.Reporter }
            )
        );
        var screen = Host.ScreenOf(Host.Guest).Open<TokensPage>("/tokens").Click("New token");

        screen.Tick("production");
        screen.Shows("needs Admin on production.");
        screen.Tick("production", on: false).Tick("staging");
        screen.Select("Name", "staging-only").Select("Manage", "on").Click("Create token");

        screen.Field("API token staging-only");
        screen.Shows("Manage");
        var token = (await Host.DoAsync(Host.Guest, new ListTokens(TokenSide.Own, new PageRequest(1, 25)))).Items.Single();
        Assert.Equal([store], token.Stores!.Select(s => s.Id));
    }

    [Fact]
    public async Task A_super_administrator_can_create_account_tokens_and_only_these_can_administer()
    {
        var screen = Host.ScreenOf(Host.Owner).Open<TokensPage>("/tokens").Click("New token");
        screen.ShowsNot("Administer");

        screen.Select("The account: stays when its creator leaves", "on").Tick("Administer");
        screen.Select("Name", "provisioning").Click("Create token");

        screen.Field("API token provisioning");
        screen.Shows("/tokens/verify'");
        var token = (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25)))).Items.Single();
        Assert.Equal((null, true, null), (token.Level, token.Administer, token.Owner));
    }

    [Fact]
    public void Only_a_super_administrator_can_choose_whose_token_it_is()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<TokensPage>("/tokens").Click("New token");

        screen.Field("Name");
        screen.ShowsNot("The account: stays when its creator leaves");
        screen.ShowsNot("Administer");
    }

    [Fact]
    public void Each_problem_is_shown_beside_its_field_and_the_input_stays()
    {
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens").Click("New token");
        screen
            .Select("Allowed addresses", "10.0.0.0/8\n10.1.2.3/8")
            .Select("Denied addresses", "nowhere")
            .Select("Chosen stores only", "on")
            .Click("Create token");

        screen.Shows("Enter a name that says which program uses the token.");
        screen.Shows("Choose a level");
        screen.Shows("Name at least one store");
        screen.Wait(() =>
            Assert.Equal(
                ["token-allowed-error", "token-denied-error"],
                screen.All(".sd-field-error").Select(e => e.Id).Where(id => id is "token-allowed-error" or "token-denied-error")
            )
        );
        Assert.Equal("nowhere", screen.Field("Denied addresses").GetAttribute("value"));
    }

    [Fact]
    public async Task A_token_expires_after_90_days_by_default_and_one_without_an_end_gives_a_warning()
    {
        var screen = Host.ScreenOf(Host.Reporter).Open<TokensPage>("/tokens").Click("New token");
        Assert.Equal("90", screen.Field("Expires").GetAttribute("value"));

        screen.Select("Expires", "never").Shows("This token never ends by itself");
        screen
            .Select("Expires", "at")
            .Select("Name", "fixed")
            .Select("Read", "on")
            .Click("Create token")
            .Shows("Enter the day and the time at which the token ends.");
        screen.Select("Ends on (UTC)", "2099-12-31T23:59").Click("Create token");

        screen.Field("API token fixed");
        var token = (await Host.DoAsync(Host.Reporter, new ListTokens(TokenSide.Own, new PageRequest(1, 25)))).Items.Single();
        Assert.Equal(new DateTimeOffset(2099, 12, 31, 23, 59, 0, TimeSpan.Zero), token.Expires);
    }

    [Fact]
    public async Task A_token_is_refused_by_the_server_when_the_role_was_lost_while_the_form_was_open()
    {
        var screen = Host.ScreenOf(Host.Admin).Open<TokensPage>("/tokens").Click("New token");
        screen.Select("Name", "late").Select("Manage", "on");
        await Host.GiveRolesAsync(Host.Admin, Roles.Reporter);

        screen.Click("Create token");

        screen.Shows("A token can't exceed its owner's rights: this one needs Admin for the whole account.");
    }

    [Fact]
    public async Task Rolling_a_token_shows_the_new_text_once_and_ends_the_old_one()
    {
        var token = await Host.OwnTokenAsync(Host.Deployer, "ci", TokenLevel.Bind);
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens");

        screen.Click("Actions for ci").Choose("Roll").Click("Roll", which: 1); // The first is the menu's.

        var text = screen.Field("API token ci").GetAttribute("value")!;
        Assert.Equal((Standing.Unknown, Standing.Good), (await Host.StandingAsync(token.Text), await Host.StandingAsync(text)));
        screen.Shows("The old value no longer works.");
        screen.Click("I have stored it").ShowsNot("The old text");
    }

    [Fact]
    public async Task Editing_a_token_changes_only_what_was_changed()
    {
        var from = TimeProvider.System.GetUtcNow().AddDays(-2);
        var token = await Host.DoAsync(
            Host.Deployer,
            new CreateToken(TokenSide.Own, new TokenInput("ci", TokenLevel.Bind, NotBefore: from, AllowedFrom: ["10.0.0.0/8"]))
        );
        var before = await Host.DoAsync(Host.Deployer, new GetToken(TokenSide.Own, token.Token.Id));
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens");

        screen.Click("Actions for ci").Choose("Edit").Select("Read", "on").Click("Save token");

        screen.Shows("Token ci saved.");
        var after = await Host.DoAsync(Host.Deployer, new GetToken(TokenSide.Own, token.Token.Id));
        Assert.Equal(TokenLevel.Read, after.Level);
        Assert.Equal((before.Expires, before.NotBefore, "10.0.0.0/8"), (after.Expires, after.NotBefore, after.AllowedFrom.Single()));
    }

    [Fact]
    public async Task The_second_of_two_editors_sees_that_the_token_was_changed()
    {
        var token = await Host.OwnTokenAsync(Host.Deployer, "ci", TokenLevel.Bind);
        var screen = Host.ScreenOf(Host.Deployer).Open<TokensPage>("/tokens");
        screen.Click("Actions for ci").Choose("Edit").Select("Name", "renamed");
        await Host.DoAsync(Host.Deployer, new EditToken(TokenSide.Own, token.Token.Id, new TokenInput("first", TokenLevel.Bind)));

        screen.Click("Save token");

        screen.Shows("Someone else changed 'first' in the meantime.");
    }
}
