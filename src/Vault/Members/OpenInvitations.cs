using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Members;

/// <summary>The valid one-time links. A used or revoked link is deleted; the audit log records it.</summary>
internal static class OpenInvitations
{
    /// <summary>The invitation of a link, or null if the link is not valid for any reason.</summary>
    public static async Task<Invitation?> FindAsync(VaultDbContext db, string? token, DateTimeOffset now, CancellationToken cancel)
    {
        if (OneTimeToken.Hash(token, db.Seals) is not { } hash)
        {
            return null;
        }
        var invitation = await db.Invitations.FirstOrDefaultAsync(i => i.TokenHash == hash && i.Expires > now, cancel);
        return invitation is not null && db.IsGenuine(invitation) && await LivesAsync(db, invitation, now, cancel) ? invitation : null;
    }

    /// <summary>Revokes the invitations of an inviter who may no longer invite.
    /// This is permanent: getting the role again does not restore them.</summary>
    public static async Task WithdrawOfInviterAsync(OperationContext context, string inviterId, CancellationToken cancel) =>
        context.Note.Add(
            "invitations_withdrawn",
            await context.Db.Invitations.Where(i => i.InviterId == inviterId).ExecuteDeleteAsync(cancel)
        );

    /// <summary>Revokes the invitations for a member or an address, so that no old link opens a new account.</summary>
    public static Task<int> WithdrawForAsync(OperationContext context, string normalizedEmail, CancellationToken cancel) =>
        context.Db.Invitations.Where(i => i.NormalizedEmail == normalizedEmail).ExecuteDeleteAsync(cancel);

    private static async Task<bool> LivesAsync(VaultDbContext db, Invitation invitation, DateTimeOffset now, CancellationToken cancel) =>
        invitation.Purpose switch
        {
            InvitationPurpose.Join => await InviterMayAsync(db, invitation.InviterId, now, cancel)
                && !await db.Users.AnyAsync(m => m.NormalizedEmail == invitation.NormalizedEmail, cancel),
            InvitationPurpose.ResetPassword => await db.Users.AnyAsync(m => m.Id == invitation.MemberId && !m.Disabled, cancel),
        };

    // The same decision as at its creation, with the inviter's current roles.
    private static async Task<bool> InviterMayAsync(VaultDbContext db, string? inviterId, DateTimeOffset now, CancellationToken cancel)
    {
        if (inviterId is null)
        {
            return true; // Created on the server's own console.
        }
        if (await db.Users.FirstOrDefaultAsync(m => m.Id == inviterId && !m.Disabled, cancel) is not { } member || !db.IsGenuine(member))
        {
            return await TokenInvitations.MayInviteAsync(db, inviterId, now, cancel);
        }
        var held = await RoleAssignment.OfAsync(db, inviterId, cancel);
        var inviter = new MemberActor(new MemberId(inviterId), Standing.Good, held.Roles, held.StoreRoles);
        return Decider.Decide(new Question(inviter, Act.InviteMember, Target.Account)).Allowed;
    }
}
