using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Lets a member back in, from the console: forgets the failed sign-ins from unknown devices, ends their sessions, makes the old password useless and gives a one-time link for a new one.</summary>
public sealed record ResetPassword(string? Email) : Change<NewInvitation>
{
    internal override Demand Demand => new(Act.ResetPassword, Aim.Account);

    internal override async Task<Result<NewInvitation>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Member", null, null);
        var normalized = EmailAddress.Normalize(Email);
        var member = await session.Db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
        if (member is null)
        {
            return new Problem("member_not_found", "No member has this e-mail address.", nameof(Email));
        }
        session.Note.About("Member", member.Id, member.Email);
        if (member.Disabled)
        {
            return new Problem("member_disabled", $"{member.Email} is disabled. A Super Administrator can enable them on their page; then reset the password.", nameof(Email));
        }
        member.PasswordHash = null;
        await SignInFailures.ForgetAsync(session, normalized, cancel);
        await MemberSessions.EndAllAsync(session, member, cancel);
        var replaced = await OpenInvitations.WithdrawForAsync(session, normalized, cancel);
        var (invitation, token) = Make(session, member);
        session.Db.Add(invitation);
        session.Note.Say("link", invitation.Id);
        return new NewInvitation(new InvitationId(invitation.Id), invitation.Email, token, invitation.Expires, replaced > 0);
    }

    private static (Invitation, string Token) Make(Session session, Member member)
    {
        var token = OneTimeToken.New();
        return (new Invitation
        {
            Id = NewId.At(session.Now),
            Purpose = InvitationPurpose.ResetPassword,
            Email = member.Email!,
            NormalizedEmail = member.NormalizedEmail!,
            MemberId = member.Id,
            Roles = Roles.None,
            StoreRoles = "",
            TokenHash = OneTimeToken.Hash(token)!,
            InviterId = null,
            Created = session.Now,
            Expires = session.Now + session.Tools.Limits.PasswordReset,
        }, token);
    }
}
