using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class An_invitation_that_does_not_count : VaultTest
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
        var invitation = await Host.InviteAsync(Host.Boss);
        Host.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Expect.Done(await Host.LookAsync(invitation.Token));

        Host.Time.Advance(TimeSpan.FromMilliseconds(1));

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task A_used_link_opens_nothing()
    {
        var invitation = await Host.InviteAsync(Host.Boss);
        Expect.Done(await Host.AcceptAsync(invitation.Token));

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task Of_many_posts_at_once_one_joins()
    {
        var invitation = await Host.InviteAsync(Host.Boss);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Host.AcceptAsync(invitation.Token))));

        Assert.Single(outcomes.OfType<Done<AcceptedInvitation>>());
        Assert.All(outcomes.OfType<Failed<AcceptedInvitation>>(), f => Assert.Equal("invitation_invalid", f.Problems[0].Code));
        Assert.Equal(2, (await Host.DoAsync(Host.Boss, new ViewMembers(null, new PageRequest(1, 25)))).Members.Total);
    }

    [Fact]
    public async Task A_link_that_was_taken_back_opens_nothing()
    {
        var invitation = await Host.InviteAsync(Host.Boss);

        await Host.DoAsync(Host.Boss, new RevokeInvitation(invitation.Id));

        await DeadAsync(invitation.Token);
        Expect.Failed(await Host.AskAsync(Host.Boss, new RevokeInvitation(invitation.Id)), "invitation_not_found");
    }

    [Fact]
    public async Task It_dies_for_good_when_its_inviter_loses_the_role()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        Expect.Done(await Host.SaveRolesAsync(Host.Boss, inviter, Roles.Admin));
        await DeadAsync(invitation.Token);

        Expect.Done(await Host.SaveRolesAsync(Host.Boss, inviter, Roles.SuperAdministrator));
        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task It_dies_for_good_when_its_inviter_is_disabled()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        await Host.DoAsync(Host.Boss, new DisableMember(inviter.Id));
        await DeadAsync(invitation.Token);

        await Host.DoAsync(Host.Boss, new EnableMember(inviter.Id));
        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task It_dies_when_its_inviter_is_removed()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        await Host.DoAsync(Host.Boss, new RemoveMember(inviter.Id));

        await DeadAsync(invitation.Token);
        Assert.Empty((await Host.DoAsync(Host.Boss, new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    [Theory]
    [InlineData(Roles.None)]
    [InlineData(Roles.Admin | Roles.Deployer | Roles.Reporter)]
    public async Task The_inviter_s_right_is_judged_again_at_the_moment_of_joining(Roles left)
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);
        await using (var db = Host.OpenDb())
        {
            // As another program would: past the operations, so that the invitation's row stays.
            db.UserRoles.RemoveRange(db.UserRoles.Where(r => r.UserId == inviter.Id.Value));
            await db.SaveChangesAsync();
        }
        await Host.GrantAsync(inviter, left);

        await DeadAsync(invitation.Token);
    }

    [Fact]
    public async Task A_store_that_was_deleted_in_the_meantime_is_left_out()
    {
        var store = await Host.StoreAsync("gone");
        var invitation = await Host.DoAsync(
            Host.Boss,
            new InviteMember("guest@example.com", Roles.Reporter, new Dictionary<StoreId, Roles> { [store] = Roles.Admin })
        );
        await using (var db = Host.OpenDb())
        {
            db.Stores.RemoveRange(db.Stores);
            await db.SaveChangesAsync();
        }

        Expect.Done(await Host.AcceptAsync(invitation.Token));

        var guest = Expect.Done(await Host.SignInAsync("guest@example.com", Guests.NewPassword));
        Assert.Empty((await Host.DoAsync(Host.Boss, new GetMember(guest.Member))).StoreRoles);
    }

    [Theory]
    [InlineData("too short", "too short", "password_too_short", "Password")]
    [InlineData("password1234", "password1234", "password_common", "Password")]
    [InlineData("guest@example.com", "guest@example.com", "password_common", "Password")]
    [InlineData("four unrelated words", "four unrelated word", "password_mismatch", "ConfirmPassword")]
    public async Task A_bad_password_is_a_problem_beside_the_field_and_the_link_lives_on(
        string password,
        string again,
        string code,
        string field
    )
    {
        var invitation = await Host.InviteAsync(Host.Boss);

        var problems = Expect.Failed(await Host.AcceptAsync(invitation.Token, password, again), code);

        Assert.Equal(field, problems[0].Field);
        Expect.Done(await Host.AcceptAsync(invitation.Token));
    }

    [Fact]
    public async Task A_signed_in_member_is_no_visitor()
    {
        var invitation = await Host.InviteAsync(Host.Boss);

        Expect.Refused(
            await Host.AskAsync(
                Host.Boss,
                new AcceptInvitation(invitation.Token, Guests.Secret(Guests.NewPassword), Guests.Secret(Guests.NewPassword))
            )
        );

        Expect.Done(await Host.LookAsync(invitation.Token));
    }

    private async Task DeadAsync(string? token)
    {
        var looked = Expect.Failed(await Host.LookAsync(token), "invitation_invalid");
        var accepted = Expect.Failed(await Host.AcceptAsync(token), "invitation_invalid");
        Assert.Equal(looked, accepted);
        Expect.Failed(
            await Host.AskAsync(Guests.Somebody, new AcceptInvitation(token, null, Plaintext.TryFrom("x"))),
            "invitation_invalid"
        );
    }
}
