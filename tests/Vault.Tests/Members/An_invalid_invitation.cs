using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class An_invalid_invitation : VaultTest
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("forged")]
    [InlineData("..")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF")]
    public async Task A_forged_invitation_link_is_invalid(string? token) => await AssertInvalidAsync(token);

    [Fact]
    public async Task An_invitation_is_valid_for_seven_days_and_not_a_moment_longer()
    {
        var invitation = await Host.InviteAsync(Host.Owner);
        Host.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMilliseconds(1));
        Expect.Done(await Host.ViewInvitationAsync(invitation.Token));

        Host.Time.Advance(TimeSpan.FromMilliseconds(1));

        await AssertInvalidAsync(invitation.Token);
    }

    [Fact]
    public async Task A_used_invitation_link_is_invalid()
    {
        var invitation = await Host.InviteAsync(Host.Owner);
        Expect.Done(await Host.AcceptAsync(invitation.Token));

        await AssertInvalidAsync(invitation.Token);
    }

    [Fact]
    public async Task Only_one_of_several_simultaneous_uses_of_an_invitation_succeeds()
    {
        var invitation = await Host.InviteAsync(Host.Owner);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Host.AcceptAsync(invitation.Token))));

        Assert.Single(outcomes.OfType<Done<AcceptedInvitation>>());
        Assert.All(outcomes.OfType<Failed<AcceptedInvitation>>(), f => Assert.Equal("invitation_invalid", f.Problems[0].Code));
        Assert.Equal(2, (await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Members.Total);
    }

    [Fact]
    public async Task A_revoked_invitation_link_is_invalid()
    {
        var invitation = await Host.InviteAsync(Host.Owner);

        await Host.DoAsync(Host.Owner, new RevokeInvitation(invitation.Id));

        await AssertInvalidAsync(invitation.Token);
        Expect.Failed(await Host.AskAsync(Host.Owner, new RevokeInvitation(invitation.Id)), "invitation_not_found");
    }

    [Fact]
    public async Task An_invitation_becomes_invalid_for_good_when_its_inviter_loses_the_role()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, inviter, Roles.Admin));
        await AssertInvalidAsync(invitation.Token);

        Expect.Done(await Host.SaveRolesAsync(Host.Owner, inviter, Roles.SuperAdministrator));
        await AssertInvalidAsync(invitation.Token);
    }

    [Fact]
    public async Task An_invitation_becomes_invalid_for_good_when_its_inviter_is_disabled()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        await Host.DoAsync(Host.Owner, new DisableMember(inviter.Id));
        await AssertInvalidAsync(invitation.Token);

        await Host.DoAsync(Host.Owner, new EnableMember(inviter.Id));
        await AssertInvalidAsync(invitation.Token);
    }

    [Fact]
    public async Task An_invitation_becomes_invalid_when_its_inviter_is_removed()
    {
        var inviter = await Host.MemberAsync(Roles.SuperAdministrator);
        var invitation = await Host.InviteAsync(inviter);

        await Host.DoAsync(Host.Owner, new RemoveMember(inviter.Id));

        await AssertInvalidAsync(invitation.Token);
        Assert.Empty((await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    [Theory]
    [InlineData(Roles.None)]
    [InlineData(Roles.Admin | Roles.Deployer | Roles.Reporter)]
    public async Task The_inviters_right_is_checked_again_when_the_invitation_is_accepted(Roles left)
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

        await AssertInvalidAsync(invitation.Token);
    }

    [Fact]
    public async Task A_store_that_was_deleted_since_the_invitation_is_left_out_of_the_new_members_roles()
    {
        var store = await Host.StoreAsync("gone");
        var invitation = await Host.DoAsync(
            Host.Owner,
            new InviteMember("guest@example.com", Roles.Reporter, new Dictionary<StoreId, Roles> { [store] = Roles.Admin })
        );
        await using (var db = Host.OpenDb())
        {
            db.Stores.RemoveRange(db.Stores);
            await db.SaveChangesAsync();
        }

        Expect.Done(await Host.AcceptAsync(invitation.Token));

        var guest = Expect.Done(await Host.SignInAsync("guest@example.com", VisitorSteps.NewPassword));
        Assert.Empty((await Host.DoAsync(Host.Owner, new GetMember(guest.Member))).StoreRoles);
    }

    [Theory]
    [InlineData("too short", "too short", "password_too_short", "Password")]
    [InlineData("password1234", "password1234", "password_common", "Password")]
    [InlineData("guest@example.com", "guest@example.com", "password_common", "Password")]
    [InlineData("four unrelated words", "four unrelated word", "password_mismatch", "ConfirmPassword")]
    public async Task An_invalid_password_is_rejected_at_its_field_and_the_invitation_stays_valid(
        string password,
        string again,
        string code,
        string field
    )
    {
        var invitation = await Host.InviteAsync(Host.Owner);

        var problems = Expect.Failed(await Host.AcceptAsync(invitation.Token, password, again), code);

        Assert.Equal(field, problems[0].Field);
        Expect.Done(await Host.AcceptAsync(invitation.Token));
    }

    [Fact]
    public async Task A_signed_in_member_cannot_accept_an_invitation()
    {
        var invitation = await Host.InviteAsync(Host.Owner);

        Expect.Refused(
            await Host.AskAsync(
                Host.Owner,
                new AcceptInvitation(
                    invitation.Token,
                    VisitorSteps.Secret(VisitorSteps.NewPassword),
                    VisitorSteps.Secret(VisitorSteps.NewPassword)
                )
            )
        );

        Expect.Done(await Host.ViewInvitationAsync(invitation.Token));
    }

    private async Task AssertInvalidAsync(string? token)
    {
        var looked = Expect.Failed(await Host.ViewInvitationAsync(token), "invitation_invalid");
        var accepted = Expect.Failed(await Host.AcceptAsync(token), "invitation_invalid");
        Assert.Equal(looked, accepted);
        Expect.Failed(
            await Host.AskAsync(VisitorSteps.Visitor, new AcceptInvitation(token, null, Plaintext.TryFrom("x"))),
            "invitation_invalid"
        );
    }
}
