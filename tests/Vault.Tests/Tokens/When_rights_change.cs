using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class When_rights_change : VaultTest
{
    [Fact]
    public async Task A_token_above_its_owners_new_roles_is_revoked_in_the_same_moment()
    {
        var member = await Host.MemberAsync(Roles.Admin | Roles.Deployer);
        var (edit, bind, read) = (
            await Host.OwnTokenAsync(member, TokenLevel.Edit),
            await Host.OwnTokenAsync(member, TokenLevel.Bind),
            await Host.OwnTokenAsync(member)
        );

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.Deployer));

        Assert.Contains($"\"tokens_revoked\":\"{edit.Token.Id}\"", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.Equal((Standing.TokenDisabled, Standing.Good, Standing.Good), await StandingsAsync(edit, bind, read));
        Assert.Equal((true, Host.Now), await RevokedAsync(edit));
        Assert.Equal((false, null), await RevokedAsync(bind));
    }

    [Fact]
    public async Task The_tokens_of_a_member_who_loses_every_role_are_revoked()
    {
        var member = await Host.MemberAsync(Roles.Reporter);
        var token = await Host.OwnTokenAsync(member);

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.None));

        Assert.Equal(Standing.TokenDisabled, await Host.StandingAsync(token.AsCaller()));
    }

    [Fact]
    public async Task Losing_a_role_on_one_store_revokes_the_tokens_that_needed_it()
    {
        var (first, second) = (await Host.StoreAsync("first"), await Host.StoreAsync("second"));
        var member = await Host.MemberAsync(Roles.None, (first, Roles.Admin), (second, Roles.Admin));
        var (one, both, two) = (
            await Host.OwnTokenAsync(member, TokenLevel.Manage, first),
            await Host.OwnTokenAsync(member, TokenLevel.Manage, first, second),
            await Host.OwnTokenAsync(member, TokenLevel.Manage, second)
        );

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.None, (second, Roles.Admin)));

        Assert.Equal((Standing.TokenDisabled, Standing.TokenDisabled, Standing.Good), await StandingsAsync(one, both, two));
    }

    [Fact]
    public async Task Regained_roles_do_not_restore_a_revoked_token_but_its_owner_may_enable_it_again()
    {
        var member = await Host.MemberAsync(Roles.Admin);
        var token = await Host.OwnTokenAsync(member, TokenLevel.Manage);
        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.Reporter));
        Assert.Contains(
            "needs Admin for the whole account",
            Expect.Failed(await Host.AskAsync(member, new EnableToken(TokenSide.Own, token.Token.Id)), "token_above_own_rights")[0].Message,
            StringComparison.Ordinal
        );
        Expect.Failed(await Host.AskAsync(Host.Owner, new EnableToken(TokenSide.Account, token.Token.Id)), "token_above_own_rights");

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.Admin));
        Assert.Equal(Standing.TokenDisabled, await Host.StandingAsync(token.AsCaller()));

        await Host.DoAsync(member, new EnableToken(TokenSide.Own, token.Token.Id));
        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));
        Assert.Equal((false, null), await RevokedAsync(token));
    }

    [Fact]
    public async Task The_owner_of_a_revoked_token_may_lower_its_level_to_make_it_valid_again()
    {
        var member = await Host.MemberAsync(Roles.Admin);
        var token = await Host.OwnTokenAsync(member, TokenLevel.Manage);
        Expect.Done(await Host.SaveRolesAsync(Host.Owner, member, Roles.Reporter));

        Expect.Failed(
            await Host.AskAsync(member, new EditToken(TokenSide.Own, token.Token.Id, TokenSteps.Input(TokenLevel.Manage))),
            "token_above_own_rights"
        );
        var lowered = await Host.DoAsync(member, new EditToken(TokenSide.Own, token.Token.Id, TokenSteps.Input(TokenLevel.Read)));

        Assert.Equal((TokenStatus.Active, null), (lowered.Status, lowered.Revoked));
        Expect.Done(await Host.AskAsync(token.AsCaller(), new ListStores()));
    }

    [Fact]
    public async Task A_rejected_change_of_roles_revokes_no_tokens()
    {
        var token = await Host.OwnTokenAsync(Host.Owner, TokenLevel.Edit);

        Expect.Failed(await Host.SaveRolesAsync(Host.Owner, Host.Owner, Roles.Reporter), "last_super_administrator");

        Assert.Equal(Standing.Good, await Host.StandingAsync(token.AsCaller()));
    }

    [Fact]
    public async Task A_deleted_store_is_removed_from_its_tokens_and_a_token_left_without_stores_reaches_nothing()
    {
        var (gone, kept) = (await Host.StoreAsync("gone"), await Host.StoreAsync("kept"));
        var (one, both) = (await Host.AccountTokenAsync(TokenLevel.Edit, gone), await Host.AccountTokenAsync(TokenLevel.Edit, gone, kept));

        await Host.DoAsync(Host.Owner, new DeleteStore(gone));

        Assert.Contains("\"tokens_narrowed\":2", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.Equal("kept", Assert.Single(Expect.Done(await Host.AskAsync(both.AsCaller(), new ListStores()))).Name);
        Assert.Equal(
            "Needs Read, Bind, Manage or Edit. This token has Edit on no store.",
            Expect.Refused(await Host.AskAsync(one.AsCaller(), new ListStores())).Authorization.Reason
        );
        Expect.Outside(await Host.AskAsync(one.AsCaller(), new CreateSecrets(kept, [VaultSampleData.New("API_KEY")])));
        Assert.Empty((await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, one.Token.Id))).Stores!);
    }

    private async Task<(bool, DateTimeOffset?)> RevokedAsync(NewToken token)
    {
        var detail = await Host.DoAsync(Host.Owner, new GetToken(TokenSide.Account, token.Token.Id));
        return (detail.Disabled, detail.Revoked);
    }

    private async Task<(Standing, Standing, Standing)> StandingsAsync(NewToken a, NewToken b, NewToken c) =>
        (await Host.StandingAsync(a.AsCaller()), await Host.StandingAsync(b.AsCaller()), await Host.StandingAsync(c.AsCaller()));
}
