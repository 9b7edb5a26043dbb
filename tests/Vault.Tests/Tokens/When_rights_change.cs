using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Tests.Tokens;

public sealed class When_rights_change : InAWorld
{
    [Fact]
    public async Task A_token_above_its_owners_new_roles_is_revoked_in_the_same_moment()
    {
        var member = await World.MemberAsync(Roles.Admin | Roles.Deployer);
        var (edit, bind, read) = (await World.OwnTokenAsync(member, TokenLevel.Edit), await World.OwnTokenAsync(member, TokenLevel.Bind), await World.OwnTokenAsync(member));

        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.Deployer));

        Assert.Contains($"\"tokens_revoked\":\"{edit.Token.Id}\"", (await World.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.Equal((Standing.TokenDisabled, Standing.Good, Standing.Good), await StandingsAsync(edit, bind, read));
        Assert.Equal((true, World.Now), await RevokedAsync(edit));
        Assert.Equal((false, null), await RevokedAsync(bind));
    }

    [Fact]
    public async Task Who_loses_every_role_loses_every_token()
    {
        var member = await World.MemberAsync(Roles.Reporter);
        var token = await World.OwnTokenAsync(member);

        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.None));

        Assert.Equal(Standing.TokenDisabled, await World.StandingAsync(token.Holder()));
    }

    [Fact]
    public async Task A_lost_role_on_one_store_revokes_what_rested_on_it_alone()
    {
        var (first, second) = (await World.StoreAsync("first"), await World.StoreAsync("second"));
        var member = await World.MemberAsync(Roles.None, (first, Roles.Admin), (second, Roles.Admin));
        var (one, both, two) = (await World.OwnTokenAsync(member, TokenLevel.Manage, first), await World.OwnTokenAsync(member, TokenLevel.Manage, first, second), await World.OwnTokenAsync(member, TokenLevel.Manage, second));

        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.None, (second, Roles.Admin)));

        Assert.Equal((Standing.TokenDisabled, Standing.TokenDisabled, Standing.Good), await StandingsAsync(one, both, two));
    }

    [Fact]
    public async Task Roles_that_come_back_revive_nothing_but_their_owner_may()
    {
        var member = await World.MemberAsync(Roles.Admin);
        var token = await World.OwnTokenAsync(member, TokenLevel.Manage);
        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.Reporter));
        Assert.Contains("needs Admin for the whole account", Expect.Failed(await World.AskAsync(member, new EnableToken(TokenSide.Own, token.Token.Id)), "token_above_own_rights")[0].Message, StringComparison.Ordinal);
        Expect.Failed(await World.AskAsync(World.Boss, new EnableToken(TokenSide.Account, token.Token.Id)), "token_above_own_rights");

        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.Admin));
        Assert.Equal(Standing.TokenDisabled, await World.StandingAsync(token.Holder()));

        await World.DoAsync(member, new EnableToken(TokenSide.Own, token.Token.Id));
        Assert.Equal(Standing.Good, await World.StandingAsync(token.Holder()));
        Assert.Equal((false, null), await RevokedAsync(token));
    }

    [Fact]
    public async Task Its_owner_may_also_lower_it()
    {
        var member = await World.MemberAsync(Roles.Admin);
        var token = await World.OwnTokenAsync(member, TokenLevel.Manage);
        Expect.Done(await World.SaveRolesAsync(World.Boss, member, Roles.Reporter));

        Expect.Failed(await World.AskAsync(member, new EditToken(TokenSide.Own, token.Token.Id, Holders.Input(TokenLevel.Manage))), "token_above_own_rights");
        var lowered = await World.DoAsync(member, new EditToken(TokenSide.Own, token.Token.Id, Holders.Input(TokenLevel.Read)));

        Assert.Equal((TokenStatus.Active, null), (lowered.Status, lowered.Revoked));
        Expect.Done(await World.AskAsync(token.Holder(), new ListStores()));
    }

    [Fact]
    public async Task A_refused_change_of_roles_revokes_nothing()
    {
        var token = await World.OwnTokenAsync(World.Boss, TokenLevel.Edit);

        Expect.Failed(await World.SaveRolesAsync(World.Boss, World.Boss, Roles.Reporter), "last_super_administrator");

        Assert.Equal(Standing.Good, await World.StandingAsync(token.Holder()));
    }

    [Fact]
    public async Task A_deleted_store_drops_out_of_its_tokens_and_the_last_one_leaves_nothing()
    {
        var (gone, kept) = (await World.StoreAsync("gone"), await World.StoreAsync("kept"));
        var (one, both) = (await World.AccountTokenAsync(TokenLevel.Edit, gone), await World.AccountTokenAsync(TokenLevel.Edit, gone, kept));

        await World.DoAsync(World.Boss, new DeleteStore(gone));

        Assert.Contains("\"tokens_narrowed\":2", (await World.LastAuditAsync()).Details, StringComparison.Ordinal);
        Assert.Equal("kept", Assert.Single(Expect.Done(await World.AskAsync(both.Holder(), new ListStores()))).Name);
        Assert.Equal("Needs Read, Bind, Manage or Edit. This token has Edit on no store.", Expect.Refused(await World.AskAsync(one.Holder(), new ListStores())).Authorization.Reason);
        Expect.Outside(await World.AskAsync(one.Holder(), new CreateSecrets(kept, [Inhabitants.New("API_KEY")])));
        Assert.Empty((await World.DoAsync(World.Boss, new GetToken(TokenSide.Account, one.Token.Id))).Stores!);
    }

    private async Task<(bool, DateTimeOffset?)> RevokedAsync(NewToken token)
    {
        var detail = await World.DoAsync(World.Boss, new GetToken(TokenSide.Account, token.Token.Id));
        return (detail.Disabled, detail.Revoked);
    }

    private async Task<(Standing, Standing, Standing)> StandingsAsync(NewToken a, NewToken b, NewToken c) =>
        (await World.StandingAsync(a.Holder()), await World.StandingAsync(b.Holder()), await World.StandingAsync(c.Holder()));
}
