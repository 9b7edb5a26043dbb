using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Removing_and_disabling_members : VaultTest
{
    [Fact]
    public async Task A_removed_members_open_session_is_refused_at_its_next_act()
    {
        var person = await Host.MemberAsync(Roles.Admin);

        await Host.DoAsync(Host.Owner, new RemoveMember(person.Id));

        Expect.Refused(await Host.AskAsync(person, new ViewOwnAccount()));
        Assert.Equal(Standing.MemberRemoved, await Host.StandingAsync(person));
        Expect.Failed(await Host.AskAsync(Host.Owner, new GetMember(person.Id)), "member_not_found");
    }

    [Fact]
    public async Task Removing_a_member_removes_their_rights()
    {
        var store = await Host.StoreAsync();
        var person = await Host.MemberAsync(Roles.Admin, (store, Roles.Deployer));

        await Host.DoAsync(Host.Owner, new RemoveMember(person.Id));

        await using var db = Host.OpenDb();
        Assert.DoesNotContain(db.UserRoles, r => r.UserId == person.Id.Value);
        Assert.Empty(db.StoreGrants);
    }

    [Fact]
    public async Task A_removed_person_may_be_invited_again_and_becomes_a_new_member()
    {
        var person = await Host.MemberAsync(Roles.Admin);
        await Host.DoAsync(Host.Owner, new RemoveMember(person.Id));

        var invitation = await Host.InviteAsync(Host.Owner, person.Email, Roles.None);
        Expect.Done(await Host.AcceptAsync(invitation.Token));

        var signedIn = Expect.Done(await Host.SignInAsync(person.Email, VisitorSteps.NewPassword));
        Assert.NotEqual(person.Id, signedIn.Member);
        Assert.Equal(Standing.MemberRemoved, await Host.StandingAsync(person));
    }

    [Fact]
    public async Task A_disabled_member_is_signed_out_at_once_and_cannot_sign_in()
    {
        var person = await Host.MemberAsync(Roles.Admin);

        await Host.DoAsync(Host.Owner, new DisableMember(person.Id));

        Assert.Equal(Standing.MemberDisabled, await Host.StandingAsync(person));
        Expect.Failed(await Host.SignInAsync(person.Email), "invalid_credentials");
    }

    [Fact]
    public async Task An_enabled_member_can_sign_in_again_but_their_old_sessions_stay_ended()
    {
        var person = await Host.MemberAsync(Roles.Admin);
        await Host.DoAsync(Host.Owner, new DisableMember(person.Id));

        await Host.DoAsync(Host.Owner, new EnableMember(person.Id));

        Assert.Equal(Standing.SessionEnded, await Host.StandingAsync(person));
        Expect.Done(await Host.SignInAsync(person.Email));
        Assert.Equal(Roles.Admin, (await Host.GetMemberAsync(person)).Roles);
    }

    [Fact]
    public async Task A_reset_link_becomes_invalid_when_its_member_is_removed()
    {
        var person = await Host.MemberAsync(Roles.SuperAdministrator);
        var link = Expect.Done(await Host.AskAsync(Caller.Console, new ResetPassword(person.Email)));

        await Host.DoAsync(Host.Owner, new RemoveMember(person.Id));
        var invitation = await Host.InviteAsync(Host.Owner, person.Email, Roles.None);

        Expect.Failed(await Host.AcceptAsync(link.Token), "invitation_invalid");
        Expect.Done(await Host.AcceptAsync(invitation.Token));
    }
}
