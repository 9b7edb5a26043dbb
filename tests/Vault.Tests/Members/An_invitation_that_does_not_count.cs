using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class An_invitation_that_does_not_count : InAWorld
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("forged")]
    [InlineData("..")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    public async Task A_forged_link_opens_nothing(string? token) => await DeadAsync(token);

    [Fact]
    public async Task It_counts_for_seven_days_and_not_a_moment_longer()
    {
        var invitation = await World.InviteAsync(World.Boss);
        World.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Expect.Done(await World.LookAsync(invitation.Token));

        World.Time.Advance(TimeSpan.FromMilliseconds(1));

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task A_used_link_opens_nothing()
    {
        var invitation = await World.InviteAsync(World.Boss);
        Expect.Done(await World.AcceptAsync(invitation.Token));

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task Of_many_posts_at_once_one_joins()
    {
        var invitation = await World.InviteAsync(World.Boss);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => World.AcceptAsync(invitation.Token))));

        Assert.Single(outcomes.OfType<Done<AcceptedInvitation>>());
        Assert.All(outcomes.OfType<Failed<AcceptedInvitation>>(), f => Assert.Equal("invitation_invalid", f.Problems[0].Code));
        Assert.Equal(2, (await World.DoAsync(World.Boss, new ViewMembers(null, new PageRequest(1, 25)))).Members.Total);
    }

    [Fact]
    public async Task A_link_that_was_taken_back_opens_nothing()
    {
        var invitation = await World.InviteAsync(World.Boss);

        await World.DoAsync(World.Boss, new RevokeInvitation(invitation.Id));

        await DeadAsync(invitation.Token);
        Expect.Failed(await World.AskAsync(World.Boss, new RevokeInvitation(invitation.Id)), "invitation_not_found");
    }

    [Fact]
    public async Task It_dies_for_good_when_its_inviter_loses_the_role()
    {
        var inviter = await World.MemberAsync(Roles.SuperAdministrator);
        var invitation = await World.InviteAsync(inviter);

        Expect.Done(await World.SaveRolesAsync(World.Boss, inviter, Roles.Admin));
        await DeadAsync(invitation.Token);

        Expect.Done(await World.SaveRolesAsync(World.Boss, inviter, Roles.SuperAdministrator));
        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task It_dies_for_good_when_its_inviter_is_disabled()
    {
        var inviter = await World.MemberAsync(Roles.SuperAdministrator);
        var invitation = await World.InviteAsync(inviter);

        await World.DoAsync(World.Boss, new DisableMember(inviter.Id));
        await DeadAsync(invitation.Token);

        await World.DoAsync(World.Boss, new EnableMember(inviter.Id));
        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task It_dies_when_its_inviter_is_removed()
    {
        var inviter = await World.MemberAsync(Roles.SuperAdministrator);
        var invitation = await World.InviteAsync(inviter);

        await World.DoAsync(World.Boss, new RemoveMember(inviter.Id));

        await DeadAsync(invitation.Token);
        Assert.Empty((await World.DoAsync(World.Boss, new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    [Theory]
    [InlineData(Roles.None)]
    [InlineData(Roles.Admin | Roles.Deployer | Roles.Reporter)]
    public async Task The_inviter_s_right_is_judged_again_at_the_moment_of_joining(Roles left)
    {
        var inviter = await World.MemberAsync(Roles.SuperAdministrator);
        var invitation = await World.InviteAsync(inviter);
        await using (var db = World.OpenDb())
        {
            // As another program would: past the operations, so that the invitation's row stays.
            db.UserRoles.RemoveRange(db.UserRoles.Where(r => r.UserId == inviter.Id.Value));
            await db.SaveChangesAsync();
        }
        await World.GrantAsync(inviter, left);

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task A_store_that_was_deleted_in_the_meantime_is_left_out()
    {
        var store = await World.StoreAsync("gone");
        var invitation = await World.DoAsync(World.Boss, new InviteMember("guest@example.com", Roles.Reporter, new Dictionary<StoreId, Roles> { [store] = Roles.Admin }));
        await using (var db = World.OpenDb())
        {
            db.Stores.RemoveRange(db.Stores);
            await db.SaveChangesAsync();
        }

        Expect.Done(await World.AcceptAsync(invitation.Token));

        var guest = Expect.Done(await World.SignInAsync("guest@example.com", Guests.NewPassword));
        Assert.Empty((await World.DoAsync(World.Boss, new GetMember(guest.Member))).StoreRoles);
    }

    [Theory]
    [InlineData("too short", "too short", "password_too_short", "Password")]
    [InlineData("password1234", "password1234", "password_common", "Password")]
    [InlineData("guest@example.com", "guest@example.com", "password_common", "Password")]
    [InlineData("four unrelated words", "four unrelated word", "password_mismatch", "ConfirmPassword")]
    public async Task A_bad_password_is_a_problem_beside_the_field_and_the_link_lives_on(string password, string again, string code, string field)
    {
        var invitation = await World.InviteAsync(World.Boss);

        var problems = Expect.Failed(await World.AcceptAsync(invitation.Token, password, again), code);

        Assert.Equal(field, problems[0].Field);
        Expect.Done(await World.AcceptAsync(invitation.Token));
    }

    [Fact]
    public async Task A_signed_in_member_is_no_visitor()
    {
        var invitation = await World.InviteAsync(World.Boss);

        Expect.Refused(await World.AskAsync(World.Boss, new AcceptInvitation(invitation.Token, Guests.Secret(Guests.NewPassword), Guests.Secret(Guests.NewPassword))));

        Expect.Done(await World.LookAsync(invitation.Token));
    }

    private async Task DeadAsync(string? token)
    {
        var looked = Expect.Failed(await World.LookAsync(token), "invitation_invalid");
        var accepted = Expect.Failed(await World.AcceptAsync(token), "invitation_invalid");
        Assert.Equal(looked, accepted);
        Expect.Failed(await World.AskAsync(Guests.Somebody, new AcceptInvitation(token, null, Plaintext.TryFrom("x"))), "invitation_invalid");
    }
}
