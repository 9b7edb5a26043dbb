using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class Managing_tokens : VaultTest
{
    private static readonly PageRequest First = new(1, 25);

    [Fact]
    public async Task Members_list_their_own_tokens_and_a_super_administrator_lists_all()
    {
        var (one, two) = (await Host.MemberAsync(Roles.Reporter), await Host.MemberAsync(Roles.Reporter));
        var (first, second, account) = (
            await Host.OwnTokenAsync(one),
            await Host.OwnTokenAsync(two),
            await Host.AccountTokenAsync(TokenLevel.Read)
        );

        Assert.Equal([first.Token.Id], await IdsAsync(one, new ListTokens(TokenSide.Own, First)));
        Assert.Equal([account.Token.Id], await IdsAsync(Host.Owner, new ListTokens(TokenSide.Account, First)));
        Assert.Equal(
            Order(first, second, account),
            Order(await IdsAsync(Host.Owner, new ListTokens(TokenSide.Account, First, OfMembersToo: true)))
        );
        Assert.Empty(await IdsAsync(Host.Owner, new ListTokens(TokenSide.Own, First)));
        Expect.Refused(await Host.AskAsync(one, new ListTokens(TokenSide.Account, First)));
    }

    [Fact]
    public async Task The_list_of_tokens_has_pages_and_is_empty_after_the_last_one()
    {
        for (var i = 0; i < 5; i++)
        {
            Host.Time.Advance(TimeSpan.FromMilliseconds(1));
            await Host.AccountTokenAsync(TokenSteps.Input() with { Name = $"token {i}" });
        }

        var second = await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(2, 2)));

        Assert.Equal((5, "token 2", "token 1"), (second.Total, second.Items[0].Name, second.Items[1].Name));
        Assert.Empty((await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(4, 2)))).Items);
        Expect.Failed(await Host.AskAsync(Host.Owner, new ListTokens(TokenSide.Account, new PageRequest(0, 2))), "page_out_of_range");
    }

    [Fact]
    public async Task Another_members_token_and_account_tokens_are_answered_as_if_they_did_not_exist()
    {
        var (mine, other) = (await Host.MemberAsync(Roles.Reporter), await Host.MemberAsync(Roles.Reporter));
        foreach (
            var token in new[]
            {
                (await Host.OwnTokenAsync(other)).Token.Id,
                (await Host.AccountTokenAsync(TokenLevel.Read)).Token.Id,
                new TokenId(new string('0', 32)),
                default,
            }
        )
        {
            var before = Fingerprint.OfAllButAudit(Host);

            Expect.Failed(await Host.AskAsync(mine, new GetToken(TokenSide.Own, token)), "token_not_found");
            Expect.Failed(await Host.AskAsync(mine, new EditToken(TokenSide.Own, token, TokenSteps.Input())), "token_not_found");
            Expect.Failed(await Host.AskAsync(mine, new RollToken(TokenSide.Own, token)), "token_not_found");
            Expect.Failed(await Host.AskAsync(mine, new DisableToken(TokenSide.Own, token)), "token_not_found");
            Expect.Failed(await Host.AskAsync(mine, new EnableToken(TokenSide.Own, token)), "token_not_found");
            Expect.Failed(await Host.AskAsync(mine, new DeleteToken(TokenSide.Own, token)), "token_not_found");
            Assert.Null((await Host.LastAuditAsync()).TargetName);
            Expect.Refused(await Host.AskAsync(mine, new DeleteToken(TokenSide.Account, token)));

            Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
        }
    }

    [Fact]
    public async Task A_members_token_can_be_ended_by_a_super_administrator_but_not_taken_over()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var token = await Host.OwnTokenAsync(member);

        Expect.Failed(await Host.AskAsync(Host.Owner, new RollToken(TokenSide.Account, token.Token.Id)), "token_of_member");
        Assert.Contains(
            member.Email,
            Expect
                .Failed(
                    await Host.AskAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(TokenLevel.Edit))),
                    "token_of_member"
                )[0]
                .Message,
            StringComparison.Ordinal
        );
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));

        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, token.Token.Id));
        Assert.Equal(Standing.Unknown, await Host.StandingAsync(token.AsCaller()));
    }

    [Fact]
    public async Task Editing_a_token_replaces_its_fields_but_keeps_its_end_and_its_text()
    {
        var store = await Host.StoreAsync();
        var token = await Host.AccountTokenAsync(
            TokenSteps.Input(TokenLevel.Edit) with
            {
                Administer = true,
                AllowedFrom = ["10.0.0.0/8"],
                NotBefore = Host.Now,
                Expires = new Expiry(Host.Now.AddDays(3)),
            }
        );
        Host.Time.Advance(TimeSpan.FromMinutes(5));

        var edited = await Host.DoAsync(
            Host.Owner,
            new EditToken(TokenSide.Account, token.Token.Id, new TokenInput("renamed", TokenLevel.Read, Stores: [store]))
        );

        Assert.Equal(
            ("renamed", TokenLevel.Read, false, token.Token.Expires, null),
            (edited.Name, edited.Level, edited.Administer, edited.Expires, edited.NotBefore)
        );
        Assert.Equal((Host.Now, token.Token.Created, token.Token.Revision + 1), (edited.Modified, edited.Created, edited.Revision));
        Assert.Equal([new TokenStore(store, "store")], edited.Stores);
        Assert.Empty(edited.AllowedFrom);
        Assert.Equivalent(edited, await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id)), strict: true);
        Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()));
        Expect.Refused(await Host.AskAsync(token.AsCaller(), new CreateStore("another")));
    }

    [Fact]
    public async Task Editing_an_expired_token_keeps_its_end_or_sets_a_later_one()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input() with { Expires = new Expiry(Host.Now.AddMinutes(1)) });
        Host.Time.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(
            TokenStatus.Expired,
            (await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input()))).Status
        );
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input() with { Expires = new Expiry(Host.Now.AddSeconds(-1)) })
            ),
            "token_expires_in_past"
        );
        await Host.DoAsync(
            Host.Owner,
            new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input() with { Expires = Expiry.Never })
        );
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));
    }

    [Theory]
    [InlineData(null, TokenStatus.Disabled)]
    [InlineData(true, TokenStatus.Disabled)]
    [InlineData(false, TokenStatus.Active)]
    public async Task Editing_a_disabled_token_enables_it_only_when_requested(bool? disabled, TokenStatus status)
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        await Host.DoAsync(Host.Owner, new DisableToken(TokenSide.Account, token.Token.Id));

        Assert.Equal(
            status,
            (await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(), disabled))).Status
        );
    }

    [Fact]
    public async Task The_second_of_two_editors_of_a_token_gets_a_conflict()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        await Host.DoAsync(
            Host.Owner,
            new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(TokenLevel.Bind), Revision: token.Token.Revision)
        );

        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(TokenLevel.Edit), Revision: token.Token.Revision)
            ),
            "conflict"
        );

        Assert.Equal(TokenLevel.Bind, (await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id))).Level);
    }

    [Fact]
    public async Task A_tokens_invitations_name_it_as_inviter_and_become_invalid_when_it_may_no_longer_invite()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input(null) with { Name = "onboarding", Administer = true });
        var (first, second) = (await InviteAsync(token, "one@example.com"), await InviteAsync(token, "two@example.com"));
        Assert.All(
            (await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Invitations,
            i => Assert.Equal("onboarding", i.Inviter)
        );
        Expect.Done(await Host.AcceptAsync(first.Token));

        await Host.DoAsync(Host.Owner, new EditToken(TokenSide.Account, token.Token.Id, TokenSteps.Input(TokenLevel.Edit)));

        Expect.Failed(await Host.AcceptAsync(second.Token), "invitation_invalid");
        Assert.Empty((await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    [Fact]
    public async Task Editing_a_token_keeps_its_stores_and_adds_the_new_ones()
    {
        var (store, other) = (await Host.StoreAsync(), await Host.StoreAsync("other"));
        var token = await Host.AccountTokenAsync(TokenLevel.Bind, store);

        var edited = await Host.DoAsync(
            Host.Owner,
            new EditToken(
                TokenSide.Account,
                token.Token.Id,
                TokenSteps.Input(TokenLevel.Bind, store, other) with
                {
                    Name = "changed",
                },
                Disabled: true
            )
        );

        Assert.Equal(("changed", TokenStatus.Disabled), (edited.Name, edited.Status));
        Assert.Equal([other, store], edited.Stores!.Select(s => s.Id).OrderBy(s => s == store));
    }

    [Fact]
    public async Task Rolling_a_token_revokes_its_invitations_because_its_text_may_have_leaked()
    {
        var token = await Host.AccountTokenAsync(TokenSteps.Input(null) with { Administer = true });
        var invited = await InviteAsync(token, "one@example.com");

        await Host.DoAsync(Host.Owner, new RollToken(TokenSide.Account, token.Token.Id));

        Expect.Failed(await Host.AcceptAsync(invited.Token), "invitation_invalid");
    }

    [Fact]
    public async Task Invitations_of_a_deleted_or_expired_token_are_invalid()
    {
        var (gone, over) = (
            await Host.AccountTokenAsync(TokenSteps.Input(null) with { Administer = true }),
            await Host.AccountTokenAsync(TokenSteps.Input(null) with { Administer = true, Expires = new Expiry(Host.Now.AddDays(1)) })
        );
        var (first, second) = (await InviteAsync(gone, "one@example.com"), await InviteAsync(over, "two@example.com"));

        await Host.DoAsync(Host.Owner, new DeleteToken(TokenSide.Account, gone.Token.Id));
        Host.Time.Advance(TimeSpan.FromDays(1));

        Expect.Failed(await Host.AcceptAsync(first.Token), "invitation_invalid");
        Expect.Failed(await Host.AcceptAsync(second.Token), "invitation_invalid");
    }

    [Fact]
    public async Task The_home_page_warns_of_tokens_that_end_within_two_weeks()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var own = await Host.DoAsync(
            member,
            new CreateToken(TokenSide.Own, TokenSteps.Input() with { Name = "mine", Expires = new Expiry(Host.Now.AddDays(14)) })
        );
        var account = await Host.AccountTokenAsync(TokenSteps.Input() with { Name = "ours", Expires = new Expiry(Host.Now.AddDays(13)) });
        await Host.AccountTokenAsync(TokenSteps.Input() with { Expires = new Expiry(Host.Now.AddDays(15)) });
        await Host.DoAsync(
            Host.Owner,
            new DisableToken(
                TokenSide.Account,
                (await Host.AccountTokenAsync(TokenSteps.Input() with { Expires = new Expiry(Host.Now.AddDays(1)) })).Token.Id
            )
        );

        Assert.Equal(
            [new ExpiringToken(own.Token.Id, "mine", OfAccount: false, Host.Now.AddDays(14))],
            (await Host.DoAsync(member, new ViewHome())).Expiring
        );
        Assert.Equal(
            [new ExpiringToken(account.Token.Id, "ours", OfAccount: true, Host.Now.AddDays(13))],
            (await Host.DoAsync(Host.Owner, new ViewHome())).Expiring
        );
    }

    [Fact]
    public async Task Looking_at_tokens_does_not_show_in_the_recent_activity()
    {
        var token = await Host.AccountTokenAsync(TokenLevel.Read);
        await Host.DoAsync(Host.Owner, new ListTokens(TokenSide.Account, First));
        await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id));

        var recent = (await Host.DoAsync(Host.Owner, new ViewHome())).Recent!;

        Assert.Equal((Act.ManageAccountTokens, "Token"), (recent[0].Act, recent[0].TargetKind));
        Assert.DoesNotContain(recent, r => r.TargetKind == "Tokens");
    }

    private async Task<NewInvitation> InviteAsync(NewToken token, string email) =>
        Expect.Done(await Host.AskAsync(token.AsCaller(), new InviteMember(email, Roles.Reporter)));

    private async Task<List<TokenId>> IdsAsync(Person person, ListTokens list) =>
        [.. (await Host.DoAsync(person, list)).Items.Select(t => t.Id)];

    private static IEnumerable<string> Order(params NewToken[] tokens) => Order(tokens.Select(t => t.Token.Id));

    private static IEnumerable<string> Order(IEnumerable<TokenId> ids) => ids.Select(id => id.Value).Order();
}
