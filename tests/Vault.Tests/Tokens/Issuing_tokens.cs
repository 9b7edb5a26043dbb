using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class Issuing_tokens : VaultTest
{
    [Theory]
    [InlineData(Roles.Reporter, TokenLevel.Read, "")]
    [InlineData(Roles.Reporter, TokenLevel.Bind, "Deployer")]
    [InlineData(Roles.Reporter, TokenLevel.Manage, "Admin")]
    [InlineData(Roles.Deployer, TokenLevel.Bind, "")]
    [InlineData(Roles.Deployer, TokenLevel.Edit, "Admin")]
    [InlineData(Roles.Admin, TokenLevel.Manage, "")]
    [InlineData(Roles.Admin, TokenLevel.Edit, "Deployer")]
    [InlineData(Roles.Admin | Roles.Deployer, TokenLevel.Edit, "")]
    [InlineData(Roles.SuperAdministrator, TokenLevel.Edit, "")]
    public async Task A_members_own_token_never_exceeds_their_rights_and_a_rejection_names_the_missing_role(
        Roles roles,
        TokenLevel level,
        string missing
    )
    {
        var member = await Host.MemberAsync(roles);

        var outcome = await Host.AskAsync(member, new CreateToken(TokenSide.Own, TokenSteps.Input(level)));

        if (missing.Length == 0)
        {
            var made = Expect.Done(outcome).Token;
            Assert.Equal((member.Id, member.Email, level), (made.Owner, made.OwnerEmail, made.Level));
        }
        else
        {
            Assert.Contains(
                $"this one needs {missing} for the whole account.",
                Expect.Failed(outcome, "token_above_own_rights")[0].Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Roles_on_a_store_suffice_for_a_token_limited_to_that_store()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var member = await Host.MemberAsync(Roles.Reporter, (mine, Roles.Admin | Roles.Deployer));

        var token = await Host.OwnTokenAsync(member, TokenLevel.Edit, mine);
        Assert.Equal([new TokenStore(mine, "mine")], token.Token.Stores);

        Assert.Contains(
            "needs Admin on other and Deployer on other.",
            Expect
                .Failed(
                    await Host.AskAsync(member, new CreateToken(TokenSide.Own, TokenSteps.Input(TokenLevel.Edit, mine, other))),
                    "token_above_own_rights"
                )[0]
                .Message,
            StringComparison.Ordinal
        );
        Expect.Failed(
            await Host.AskAsync(member, new CreateToken(TokenSide.Own, TokenSteps.Input(TokenLevel.Edit))),
            "token_above_own_rights"
        );
    }

    [Fact]
    public async Task A_token_for_a_store_outside_reach_is_rejected_as_if_the_store_did_not_exist()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        var member = await Host.MemberAsync(Roles.None, (mine, Roles.Admin));

        foreach (var store in new[] { other, new StoreId(new string('0', 32)), new StoreId(""), default })
        {
            var problems = Expect.Failed(
                await Host.AskAsync(member, new CreateToken(TokenSide.Own, TokenSteps.Input(TokenLevel.Read, mine, store))),
                "token_store_unknown"
            );
            Assert.Equal("One of the stores was not found.", problems[0].Message);
        }
    }

    [Fact]
    public async Task A_member_without_a_role_cannot_issue_a_token() =>
        Expect.Refused(await Host.AskAsync(await Host.MemberAsync(Roles.None), new CreateToken(TokenSide.Own, TokenSteps.Input())));

    [Theory]
    [InlineData(Roles.Admin | Roles.Deployer | Roles.Reporter, false)]
    [InlineData(Roles.SuperAdministrator, true)]
    public async Task Only_a_super_administrator_issues_account_tokens(Roles roles, bool may)
    {
        var outcome = await Host.AskAsync(await Host.MemberAsync(roles), new CreateToken(TokenSide.Account, TokenSteps.Input()));

        Assert.Equal(may, outcome is Done<NewToken> { Value.Token.Owner: null });
    }

    [Theory]
    [InlineData(TokenLevel.Edit, false)]
    [InlineData(null, true)]
    public async Task A_token_can_issue_tokens_only_when_it_administers(TokenLevel? level, bool administer)
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input(level) with { Administer = administer });
        var edit = TokenSteps.Input(TokenLevel.Edit) with { Administer = true };

        Assert.Equal(administer, await Host.AskAsync(token.AsCaller(), new CreateToken(TokenSide.Account, edit)) is Done<NewToken>);
        Expect.Refused(await Host.AskAsync(token.AsCaller(), new CreateToken(TokenSide.Own, TokenSteps.Input()))); // A token has no "own".
    }

    [Fact]
    public async Task A_token_that_administers_single_stores_cannot_issue_tokens()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input(null, await Host.StoreAsync()) with { Administer = true });

        Expect.Refused(await Host.AskAsync(token.AsCaller(), new CreateToken(TokenSide.Account, TokenSteps.Input())));
    }

    [Fact]
    public async Task Issuing_a_token_reports_each_invalid_field_and_creates_nothing()
    {
        var bad = new TokenInput(" ", (TokenLevel)9, Stores: [], Expires: new Expiry(Host.Now), AllowedFrom: ["x"], DeniedFrom: ["y"]);

        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, bad)),
            "token_name_empty",
            "token_level_unknown",
            "token_stores_empty",
            "token_expires_in_past",
            "token_address_invalid",
            "token_address_invalid"
        );

        Assert.Equal(
            0,
            (await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(1, 25), OfMembersToo: true))).Total
        );
    }

    [Theory]
    [InlineData("a\nb")]
    [InlineData("a\u202Eb")]
    [InlineData("a\u200Bb")]
    [InlineData("a\0b")]
    [InlineData("\uD800")]
    [InlineData("\uE000")]
    [InlineData("a\u2028b")]
    public async Task A_token_name_with_invisible_characters_is_rejected(string name) =>
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input() with { Name = name })),
            "token_name_invalid"
        );

    [Fact]
    public async Task A_token_name_has_at_most_100_characters_and_surrounding_spaces_are_removed()
    {
        Assert.Equal(
            "déploiement – 東京",
            (await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "  déploiement – 東京 " })).Token.Name
        );
        Assert.Equal(100, (await Host.AccountTokenAsync(TokenSteps.Input() with { Name = new string('n', 100) })).Token.Name.Length);
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input() with { Name = new string('n', 101) })),
            "token_name_too_long"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input() with { Name = null })),
            "token_name_empty"
        );
    }

    [Fact]
    public async Task A_token_needs_a_permission_and_only_account_tokens_may_administer()
    {
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input(null))),
            "token_permission_empty"
        );
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Own, TokenSteps.Input() with { Administer = true })),
            "token_administer_own"
        );
    }

    [Fact]
    public async Task A_token_must_expire_after_it_begins() =>
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new CreateToken(TokenSide.Account, TokenSteps.Input() with { NotBefore = Host.Now.AddDays(90) })
            ),
            "token_never_valid"
        );

    [Fact]
    public async Task A_token_is_limited_to_at_most_100_stores()
    {
        var many = Enumerable.Range(0, 101).Select(i => new StoreId(i.ToString("x32", null))).ToList();

        Expect.Failed(
            await Host.AskAsync(Host.Owner, new CreateToken(TokenSide.Account, TokenSteps.Input() with { Stores = many })),
            "token_stores_too_many"
        );
    }

    [Fact]
    public async Task The_audit_row_of_an_issued_token_shows_its_permission_stores_and_expiry()
    {
        var store = await Host.StoreAsync();
        var token = await Host.AccountTokenAsync(
            TokenSteps.Input(TokenLevel.Bind, store) with
            {
                Administer = true,
                Expires = Expiry.Never,
            }
        );

        var row = await Host.LastAuditAsync();

        Assert.Equal(
            (Act.ManageAccountTokens, "Token", token.Token.Id.Value, "a program"),
            (row.Act, row.TargetKind, row.TargetId, row.TargetName)
        );
        Assert.Equal(
            $$"""{"expires":"never","issued":true,"owner":"account","permission":"Bind and Administer","stores":"{{store}}"}""",
            row.Details
        );
    }
}
