using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Removing_and_disabling : InAWorld
{
    [Fact]
    public async Task A_removed_member_s_open_session_is_over_at_its_next_act()
    {
        var person = await World.MemberAsync(Roles.Admin);

        await World.DoAsync(World.Boss, new RemoveMember(person.Id));

        Expect.Refused(await World.AskAsync(person, new ViewOwnAccount()));
        Assert.Equal(Standing.MemberRemoved, await World.StandingAsync(person));
        Expect.Failed(await World.AskAsync(World.Boss, new GetMember(person.Id)), "member_not_found");
    }

    [Fact]
    public async Task A_removed_member_s_rights_are_gone_with_them()
    {
        var store = await World.StoreAsync();
        var person = await World.MemberAsync(Roles.Admin, (store, Roles.Deployer));

        await World.DoAsync(World.Boss, new RemoveMember(person.Id));

        await using var db = World.OpenDb();
        Assert.DoesNotContain(db.UserRoles, r => r.UserId == person.Id.Value);
        Assert.Empty(db.StoreGrants);
    }

    [Fact]
    public async Task Somebody_removed_may_be_invited_again_and_is_somebody_new()
    {
        var person = await World.MemberAsync(Roles.Admin);
        await World.DoAsync(World.Boss, new RemoveMember(person.Id));

        var invitation = await World.InviteAsync(World.Boss, person.Email, Roles.None);
        Expect.Done(await World.AcceptAsync(invitation.Token));

        var signedIn = Expect.Done(await World.SignInAsync(person.Email, Guests.NewPassword));
        Assert.NotEqual(person.Id, signedIn.Member);
        Assert.Equal(Standing.MemberRemoved, await World.StandingAsync(person));
    }

    [Fact]
    public async Task A_disabled_member_is_out_at_once_and_can_t_sign_in()
    {
        var person = await World.MemberAsync(Roles.Admin);

        await World.DoAsync(World.Boss, new DisableMember(person.Id));

        Assert.Equal(Standing.MemberDisabled, await World.StandingAsync(person));
        Expect.Failed(await World.SignInAsync(person.Email), "invalid_credentials");
    }

    [Fact]
    public async Task An_enabled_member_signs_in_again_but_their_old_sessions_stay_ended()
    {
        var person = await World.MemberAsync(Roles.Admin);
        await World.DoAsync(World.Boss, new DisableMember(person.Id));

        await World.DoAsync(World.Boss, new EnableMember(person.Id));

        Assert.Equal(Standing.SessionEnded, await World.StandingAsync(person));
        Expect.Done(await World.SignInAsync(person.Email));
        Assert.Equal(Roles.Admin, (await World.LookAtAsync(person)).Roles);
    }

    [Fact]
    public async Task A_reset_link_dies_with_the_member_it_was_for()
    {
        var person = await World.MemberAsync(Roles.SuperAdministrator);
        var link = Expect.Done(await World.AskAsync(Caller.Console, new ResetPassword(person.Email)));

        await World.DoAsync(World.Boss, new RemoveMember(person.Id));
        var invitation = await World.InviteAsync(World.Boss, person.Email, Roles.None);

        Expect.Failed(await World.AcceptAsync(link.Token), "invitation_invalid");
        Expect.Done(await World.AcceptAsync(invitation.Token));
    }
}
