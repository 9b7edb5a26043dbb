using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Restores a member's access from the console: forgets the failed sign-ins from unknown devices, ends their sessions, invalidates
/// the old password and returns a one-time link for a new one.</summary>
public sealed record ResetPassword(string? Email) : Change<NewInvitation>
{
    internal override Demand Demand => new(Act.ResetPassword, TargetReference.Account);

    internal override async Task<Result<NewInvitation>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var normalized = EmailAddress.Normalize(Email);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.NormalizedEmail == normalized, cancel);
        if (member is null)
        {
            return Problem.NotFound("member_not_found", "No member has this e-mail address.", nameof(Email));
        }
        context.Note.About("Member", member.Id, member.Email);
        if (member.Disabled)
        {
            return Problem.Invalid(
                "member_disabled",
                $"{member.Email} is disabled. A Super Administrator can enable them on their page; then reset the password.",
                nameof(Email)
            );
        }
        member.PasswordHash = null;
        await SignInFailures.ForgetAsync(context, normalized, cancel);
        await MemberSessions.EndAllAsync(context, member, cancel);
        var replaced = await OpenInvitations.WithdrawForAsync(context, normalized, cancel);
        var (invitation, token) = Make(context, member);
        context.Db.Add(invitation);
        context.Note.Add("link", invitation.Id);
        return new NewInvitation(new InvitationId(invitation.Id), invitation.Email, token, invitation.Expires, replaced > 0);
    }

    private static (Invitation, string Token) Make(OperationContext context, Member member)
    {
        var token = OneTimeToken.New();
        return (
            new Invitation
            {
                Id = NewId.At(context.Now),
                Purpose = InvitationPurpose.ResetPassword,
                Email = member.Email!,
                NormalizedEmail = member.NormalizedEmail!,
                MemberId = member.Id,
                Roles = Roles.None,
                StoreRoles = "",
                TokenHash = OneTimeToken.Hash(token, context.Tools.Seals)!,
                InviterId = null,
                Created = context.Now,
                Expires = context.Now + context.Tools.Limits.PasswordReset,
            },
            token
        );
    }
}
