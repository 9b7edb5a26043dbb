using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Members;

/// <summary>Invites a new member by a one-time link. An open invitation for the same address is
/// replaced instead of refused: a link is shown only once, so a second invitation means that it
/// was lost or that other roles are wanted. Two links never open the same account.</summary>
/// <param name="Roles">The roles for the whole account; none is allowed.</param>
/// <param name="StoreRoles">The roles on single stores; null for none.</param>
public sealed record InviteMember(string? Email, Roles Roles, IReadOnlyDictionary<StoreId, Roles>? StoreRoles = null)
    : Change<NewInvitation>
{
    // Expired invitations stay listed for a while, so that people see that they expired.
    private static readonly TimeSpan ExpiredRetention = TimeSpan.FromDays(30);

    internal override Demand Demand => new(Act.InviteMember, TargetReference.Account);

    internal override async Task<Result<NewInvitation>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Invitation", null, null);
        var assignment = new RoleAssignment(Roles, StoreRoles ?? new Dictionary<StoreId, Roles>());
        var email = EmailAddress.Clean(Email, out var problem);
        problem ??= await assignment.CheckAsync(context, cancel) ?? await MemberExistsAsync(context, email!, cancel);
        if (problem is not null)
        {
            return problem;
        }
        var oldest = context.Now - ExpiredRetention;
        await context.Db.Invitations.Where(i => i.Expires < oldest).ExecuteDeleteAsync(cancel);
        var replaced = await OpenInvitations.WithdrawForAsync(context, EmailAddress.Normalize(email), cancel);
        // An invitation by a token expires with the token at the latest.
        var expires = IssuerBounds
            .Earlier(await IssuerBounds.OfAsync(context, cancel), context.Now + context.Tools.Limits.Invitation)!
            .Value;
        var (invitation, token) = Make(context, email!, assignment, expires);
        context.Db.Add(invitation);
        context.Note.About("Invitation", invitation.Id, email).Add("roles", assignment.ToString()).Add("replaced", replaced > 0);
        return new NewInvitation(new InvitationId(invitation.Id), email!, token, invitation.Expires, replaced > 0);
    }

    private static async Task<Problem?> MemberExistsAsync(OperationContext context, string email, CancellationToken cancel)
    {
        var normalized = EmailAddress.Normalize(email);
        return await context.Db.Users.AnyAsync(m => m.NormalizedEmail == normalized, cancel)
            ? Problem.Duplicate(
                "member_already_exists",
                $"{email} is already a member. Change their roles on their page instead.",
                nameof(Email)
            )
            : null;
    }

    private static (Invitation, string Token) Make(
        OperationContext context,
        string email,
        RoleAssignment assignment,
        DateTimeOffset expires
    )
    {
        var token = OneTimeToken.New();
        return (
            new Invitation
            {
                Id = NewId.At(context.Now),
                Purpose = InvitationPurpose.Join,
                Email = email,
                NormalizedEmail = EmailAddress.Normalize(email),
                MemberId = null,
                Roles = assignment.Roles,
                StoreRoles = StoreRoleLines.Format(assignment.StoreRoles),
                TokenHash = OneTimeToken.Hash(token, context.Tools.Seals)!,
                InviterId = context.MemberId?.Value ?? context.Token?.Value,
                Created = context.Now,
                Expires = expires,
            },
            token
        );
    }
}

/// <summary>A one-time link. Only this response contains its token.</summary>
/// <param name="Replaced">An earlier link for the same address is no longer valid.</param>
public sealed record NewInvitation(InvitationId Id, string Email, string Token, DateTimeOffset Expires, bool Replaced)
{
    /// <summary>The link's path on this server.</summary>
    public string Path => $"/invitation/{Token}";

    // A record prints its members, and one of them is secret.
    public override string ToString() => $"Invitation {Id}";
}
