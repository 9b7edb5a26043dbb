using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Uses a one-time link: its holder chooses a password, and joins with
/// the roles of the invitation or, after a reset, regains access.</summary>
public sealed record AcceptInvitation(string? Token, Plaintext? Password, Plaintext? ConfirmPassword) : Change<AcceptedInvitation>
{
    internal override Demand Demand => new(Act.AcceptInvitation, TargetReference.Account);

    // Nothing is hashed for an invalid link, so that a client without a link causes no costly hash.
    internal override async Task<Preparation?> PrepareAsync(PreparationContext context, CancellationToken cancel)
    {
        if (await context.InvitedAddressAsync(Token, cancel) is not { } email)
        {
            return context.EndIfRepeated();
        }
        return PasswordRules.Check(Password, ConfirmPassword, email, nameof(Password)) is { } problem
            ? new Preparation(Problem: problem)
            : await context.NewHashAsync(Password!, cancel);
    }

    internal override async Task<Result<AcceptedInvitation>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Invitation", null, null);
        if (
            context.Preparation?.PasswordHash is not { } hash
            || await OpenInvitations.FindAsync(context.Db, Token, context.Now, cancel) is not { } invitation
        )
        {
            return MemberProblems.LinkInvalid;
        }
        await context.Db.Invitations.Where(i => i.Id == invitation.Id).ExecuteDeleteAsync(cancel);
        var email = invitation.Purpose switch
        {
            InvitationPurpose.Join => await JoinAsync(context, invitation, hash, cancel),
            InvitationPurpose.ResetPassword => await ResetAsync(context, invitation, hash, cancel),
        };
        return new AcceptedInvitation(invitation.Purpose, email);
    }

    private static async Task<string> JoinAsync(OperationContext context, Invitation invitation, string hash, CancellationToken cancel)
    {
        var member = NewMember.Make(invitation.Email, hash, context.Now, invitation.Id);
        context.Db.Add(member);
        var stores = await StoreRoleLines.NameAsync(context, StoreRoleLines.Parse(invitation.StoreRoles), cancel);
        var assignment = new RoleAssignment(invitation.Roles, stores.ToDictionary(s => s.Store, s => s.Roles));
        await assignment.WriteAsync(context, member.Id, cancel);
        context.Note.About("Member", member.Id, member.Email).Add("invitation", invitation.Id).Add("roles", assignment.ToString());
        return member.Email!;
    }

    private static async Task<string> ResetAsync(OperationContext context, Invitation invitation, string hash, CancellationToken cancel)
    {
        var member = await context.Db.Users.FirstAsync(m => m.Id == invitation.MemberId, cancel);
        member.PasswordHash = hash;
        await SignInFailures.ForgetAsync(context, member.NormalizedEmail!, cancel);
        await MemberSessions.EndAllAsync(context, member, cancel);
        context.Note.About("Member", member.Id, member.Email).Add("invitation", invitation.Id).Add("password_reset", true);
        return member.Email!;
    }

    // A record prints its members, and one of them is secret.
    public override string ToString() => nameof(AcceptInvitation);
}

/// <summary>A link that was just used.</summary>
public sealed record AcceptedInvitation(InvitationPurpose Purpose, string Email);
