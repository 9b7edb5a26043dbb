using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Tokens;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>Members and invitations as one list, as programs have them.</summary>
public sealed class Listing_members_and_invitations : VaultTest
{
    private static readonly PageRequest First = new(1, 100);

    [Fact]
    public async Task A_person_who_joins_keeps_the_id_and_the_roles_of_their_invitation()
    {
        var store = await Host.StoreAsync("production");
        var invitation = await Host.DoAsync(
            Host.Owner,
            new InviteMember("guest@example.com", Roles.Reporter, new Dictionary<StoreId, Roles> { [store] = Roles.Deployer })
        );
        var invited = await GetAsync(invitation.Id.Value);
        Expect.Done(await Host.AcceptAsync(invitation.Token));

        var joined = await GetAsync(invitation.Id.Value);

        Assert.Equal((true, Roles.Reporter), (invited.IsInvited, invited.Roles));
        Assert.Equal([new StoreRole(store, "production", Roles.Deployer)], invited.StoreRoles);
        Assert.Equivalent(invited with { IsInvited = false }, joined, strict: true);
        Assert.Equal(invitation.Id.Value, Expect.Done(await Host.SignInAsync("guest@example.com", VisitorSteps.NewPassword)).Member.Value);
    }

    [Fact]
    public async Task Expired_and_password_reset_invitations_are_not_listed_among_the_invited()
    {
        var member = await Host.MemberAsync(Roles.Admin);
        var invitation = await Host.InviteAsync(Host.Owner);
        Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(member.Email)));
        Assert.Equal([invitation.Id.Value], (await ListAsync()).Where(e => e.IsInvited).Select(e => e.Id));

        Host.Time.Advance(TimeSpan.FromDays(8));

        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        Assert.DoesNotContain(Expect.Done(await Host.AskAsync(owner, new ListMembersAndInvited(First))).Items, e => e.IsInvited);
        Expect.Failed(await Host.AskAsync(owner, new GetMemberOrInvited(invitation.Id.Value)), "member_not_found");
    }

    [Fact]
    public async Task Pages_of_members_and_invited_are_cut_from_one_common_order()
    {
        await Host.InviteAsync(Host.Owner, "aa@example.com");
        await Host.InviteAsync(Host.Owner, "zz@example.com");
        await Host.MemberAsync(Roles.Reporter);
        var all = (await ListAsync()).Select(e => e.Email).ToList();

        var pages = new List<string>();
        for (var number = 1; number <= all.Count; number++)
        {
            var page = Expect.Done(await Host.AskAsync(Host.Owner, new ListMembersAndInvited(new(number, 1))));
            Assert.Equal(all.Count, page.Total);
            pages.Add(Assert.Single(page.Items).Email);
        }

        Assert.Equal(all.Order(StringComparer.OrdinalIgnoreCase), pages);
        Assert.Empty(Expect.Done(await Host.AskAsync(Host.Owner, new ListMembersAndInvited(new(all.Count + 1, 1)))).Items);
    }

    [Fact]
    public async Task Giving_roles_needs_no_revision_and_keeps_store_roles_unless_they_are_named()
    {
        var store = await Host.StoreAsync();
        var member = await Host.MemberAsync(Roles.Reporter, (store, Roles.Admin));
        var token = await Host.OwnTokenAsync(member, TokenLevel.Read);

        var kept = await Host.DoAsync(Host.Owner, new GiveRoles(member.Id.Value, Roles.None, StoreRoles: null));
        Assert.Equal((Roles.None, store), (kept.Roles, Assert.Single(kept.StoreRoles).Store));
        Assert.Equivalent(kept, await GetAsync(member.Id.Value), strict: true);
        // The token is above what is left, as when a person saves roles.
        Assert.Equal(Standing.TokenDisabled, await Host.StandingAsync(token.AsCaller()));

        Assert.Empty(
            (await Host.DoAsync(Host.Owner, new GiveRoles(member.Id.Value, Roles.Deployer, new Dictionary<StoreId, Roles>()))).StoreRoles
        );
        Expect.Failed(await Host.AskAsync(Host.Owner, new GiveRoles(Host.Owner.Id.Value, Roles.Admin, null)), "last_super_administrator");
    }

    [Fact]
    public async Task Removing_a_member_ends_their_session_and_removing_an_invited_person_revokes_the_invitation()
    {
        var member = await Host.MemberAsync(Roles.Admin);
        var invitation = await Host.InviteAsync(Host.Owner);

        await Host.DoAsync(Host.Owner, new RemoveMemberOrInvited(member.Id.Value));
        await Host.DoAsync(Host.Owner, new RemoveMemberOrInvited(invitation.Id.Value));

        Assert.Equal(Standing.MemberRemoved, await Host.StandingAsync(member));
        Expect.Failed(await Host.AcceptAsync(invitation.Token), "invitation_invalid");
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMemberOrInvited(invitation.Id.Value)), "member_not_found");
        Expect.Failed(await Host.AskAsync(Host.Owner, new RemoveMemberOrInvited(Host.Owner.Id.Value)), "last_super_administrator");
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    public async Task A_member_who_may_not_view_members_sees_neither_the_list_of_members_nor_the_roles(Roles roles)
    {
        var person = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(person, new ListMembersAndInvited(First)));
        Expect.Refused(await Host.AskAsync(person, new ListRoles()));
        Expect.Refused(await Host.AskAsync(person, new GetRole(RoleIds.Of(Roles.Admin))));
    }

    private Task<MemberOrInvited> GetAsync(string id) => Host.DoAsync(Host.Owner, new GetMemberOrInvited(id));

    private async Task<IReadOnlyList<MemberOrInvited>> ListAsync() =>
        (await Host.DoAsync(Host.Owner, new ListMembersAndInvited(First))).Items;
}
