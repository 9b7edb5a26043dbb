using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

public sealed class Inviting_a_member : VaultTest
{
    [Fact]
    public async Task An_invited_person_joins_with_their_own_password_and_the_roles_of_the_invitation()
    {
        var (first, second) = (await Host.StoreAsync("first"), await Host.StoreAsync("second"));
        var invitation = await Host.DoAsync(
            Host.Owner,
            new InviteMember(
                "  Guest@Example.com ",
                Roles.Deployer,
                new Dictionary<StoreId, Roles> { [second] = Roles.Admin | Roles.Reporter }
            )
        );

        var accepted = Expect.Done(await Host.AcceptAsync(invitation.Token));
        var guest = Expect.Done(await Host.SignInAsync("guest@example.com", VisitorSteps.NewPassword));

        Assert.Equal((InvitationPurpose.Join, "Guest@Example.com"), (accepted.Purpose, accepted.Email));
        var actor = (await Host.Vault.Gate.IdentifyAsync(Caller.Of(guest.Session, null))).Member!;
        Assert.Equal(Roles.Deployer, actor.AccountRoles);
        Assert.Equal(Roles.Admin | Roles.Reporter | Roles.Deployer, actor.RolesIn(second));
        Assert.Equal(Roles.Deployer, actor.RolesIn(first));
    }

    [Fact]
    public async Task An_invitation_link_shows_what_it_grants_and_viewing_it_does_not_use_it_up()
    {
        var store = await Host.StoreAsync("production");
        var invitation = await Host.DoAsync(
            Host.Owner,
            new InviteMember("guest@example.com", Roles.Admin, new Dictionary<StoreId, Roles> { [store] = Roles.Deployer })
        );

        var first = Expect.Done(await Host.ViewInvitationAsync(invitation.Token));
        Expect.Done(await Host.ViewInvitationAsync(invitation.Token));

        Assert.Equal(("guest@example.com", Roles.Admin), (first.Email, first.Roles));
        Assert.Equal([new StoreRole(store, "production", Roles.Deployer)], first.StoreRoles);
        Expect.Done(await Host.AcceptAsync(invitation.Token));
    }

    [Fact]
    public async Task An_invitations_token_is_neither_stored_nor_printed()
    {
        var invitation = await Host.InviteAsync(Host.Owner);
        Expect.Done(await Host.ViewInvitationAsync(invitation.Token));

        await using var db = Host.OpenDb();
        await db.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE)");
        var stored = await File.ReadAllBytesAsync(Host.Options.DatabaseFile);
        Assert.Equal(-1, stored.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(invitation.Token)));
        Assert.Equal(-1, stored.AsSpan().IndexOf(Convert.FromHexString(invitation.Token)));
        Assert.Equal(64, invitation.Token.Length);
        Assert.DoesNotContain(
            invitation.Token,
            $"{invitation} {new GetInvitation(invitation.Token)} {new AcceptInvitation(invitation.Token, null, null)}",
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_member_can_be_invited_without_any_role()
    {
        var invitation = await Host.InviteAsync(Host.Owner, roles: Roles.None);
        Expect.Done(await Host.AcceptAsync(invitation.Token));

        var guest = Expect.Done(await Host.SignInAsync("guest@example.com", VisitorSteps.NewPassword));

        Expect.Refused(await Host.AskAsync(Caller.Of(guest.Session, null), new ViewMembers(null, new PageRequest(1, 25))));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    [InlineData(Roles.None)]
    public async Task Only_a_super_administrator_can_invite_members_and_revoke_invitations(Roles roles)
    {
        var person = await Host.MemberAsync(roles);
        var invitation = await Host.InviteAsync(Host.Owner);

        Expect.Refused(await Host.AskAsync(person, new InviteMember("other@example.com", Roles.Reporter)));
        Expect.Refused(await Host.AskAsync(person, new RevokeInvitation(invitation.Id)));

        Assert.Single((await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Invitations);
    }

    [Theory]
    [InlineData("", "email_empty")]
    [InlineData("   ", "email_empty")]
    [InlineData("no-at-sign", "email_invalid")]
    [InlineData("two@at@signs", "email_invalid")]
    [InlineData("@example.com", "email_invalid")]
    [InlineData("name@", "email_invalid")]
    [InlineData("na me@example.com", "email_invalid")]
    [InlineData("zero\u200Bwidth@example.com", "email_invalid")]
    [InlineData("turned\u202Earound@example.com", "email_invalid")]
    [InlineData("nul\0@example.com", "email_invalid")]
    [InlineData("damaged\uFFFD@example.com", "email_invalid")]
    public async Task Inviting_an_invalid_address_is_rejected_at_its_field(string email, string code)
    {
        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new InviteMember(email, Roles.Reporter)), code);

        Assert.Equal("Email", problems[0].Field);
    }

    [Fact]
    public async Task An_address_with_a_lone_surrogate_is_rejected() =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new InviteMember("lone\uD800@example.com", Roles.Reporter)), "email_empty");

    [Fact]
    public async Task Inviting_an_overlong_address_is_rejected() =>
        Expect.Failed(
            await Host.AskAsync(Host.Owner, new InviteMember(new string('a', 2_000_000) + "@example.com", Roles.Reporter)),
            "email_too_long"
        );

    [Theory]
    [InlineData("boss@example.com")]
    [InlineData("BOSS@Example.COM ")]
    [InlineData("\uFF42oss@example.com")] // A full-width b.
    public async Task A_member_cannot_be_invited_again_under_any_variant_of_their_address(string email) =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new InviteMember(email, Roles.Reporter)), "member_already_exists");

    [Fact]
    public async Task A_second_invitation_replaces_the_first_and_makes_its_link_invalid()
    {
        var first = await Host.InviteAsync(Host.Owner, "guest@example.com", Roles.Admin);
        var second = await Host.InviteAsync(Host.Owner, "GUEST@example.com", Roles.Reporter);

        Assert.Equal((false, true), (first.Replaced, second.Replaced));
        Expect.Failed(await Host.AcceptAsync(first.Token), "invitation_invalid");
        Assert.Equal(Roles.Reporter, Expect.Done(await Host.ViewInvitationAsync(second.Token)).Roles);
        Assert.Equal(
            second.Id,
            Assert.Single((await Host.DoAsync(Host.Owner, new ViewMembers(null, new PageRequest(1, 25)))).Invitations).Id
        );
    }

    [Theory]
    [InlineData((Roles)16)]
    [InlineData((Roles)255)]
    public async Task A_role_that_does_not_exist_cannot_be_given_by_an_invitation(Roles roles)
    {
        var store = await Host.StoreAsync();

        Expect.Failed(await Host.AskAsync(Host.Owner, new InviteMember("guest@example.com", roles)), "role_unknown");
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new InviteMember("guest@example.com", Roles.None, new Dictionary<StoreId, Roles> { [store] = roles })
            ),
            "role_unknown"
        );
    }

    [Fact]
    public async Task An_invitation_cannot_give_the_super_administrator_role_on_a_store()
    {
        var store = await Host.StoreAsync();

        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new InviteMember(
                    "guest@example.com",
                    Roles.None,
                    new Dictionary<StoreId, Roles> { [store] = Roles.SuperAdministrator | Roles.Admin }
                )
            ),
            "super_administrator_on_store"
        );
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("")]
    [InlineData(null)]
    public async Task An_invitation_to_a_store_that_does_not_exist_is_rejected(string? id) =>
        Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new InviteMember("guest@example.com", Roles.None, new Dictionary<StoreId, Roles> { [new StoreId(id!)] = Roles.Admin })
            ),
            "role_store_unknown"
        );

    [Fact]
    public async Task The_list_shows_open_and_expired_invitations_to_those_who_may_view_members()
    {
        await Host.InviteAsync(Host.Owner, "early@example.com", Roles.Admin);
        Host.Time.Advance(TimeSpan.FromDays(6));
        var owner = await Host.MemberAsync(Roles.SuperAdministrator);
        await Host.InviteAsync(owner, "late@example.com");
        Host.Time.Advance(TimeSpan.FromDays(1));
        var reporter = await Host.MemberAsync(Roles.Reporter);

        var rows = (await Host.DoAsync(reporter, new ViewMembers(null, new PageRequest(1, 25)))).Invitations;

        Assert.Equal(
            [("late@example.com", false, owner.Email), ("early@example.com", true, VaultTemplate.OwnerEmail)],
            rows.Select(r => (r.Email, r.Expired, r.Inviter!))
        );
    }

    [Fact]
    public async Task Inviting_and_joining_each_leave_one_audit_row_about_the_person()
    {
        var invitation = await Host.InviteAsync(Host.Owner, roles: Roles.Admin | Roles.Reporter);
        var invited = await Host.LastAuditAsync();
        Expect.Done(await Host.AcceptAsync(invitation.Token));
        var joined = await Host.LastAuditAsync();

        Assert.Equal((Act.InviteMember, "Invitation", "guest@example.com"), (invited.Act, invited.TargetKind, invited.TargetName));
        Assert.Contains("Admin and Reporter", invited.Details, StringComparison.Ordinal);
        Assert.Equal((Act.AcceptInvitation, "Member", "guest@example.com"), (joined.Act, joined.TargetKind, joined.TargetName));
        Assert.Contains(invitation.Id.Value, joined.Details, StringComparison.Ordinal);
        Assert.DoesNotContain(
            (await Host.AuditAsync()).Select(a => a.Details ?? ""),
            d => d.Contains(invitation.Token, StringComparison.Ordinal)
        );
    }
}
