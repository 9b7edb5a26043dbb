using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Revokes an open invitation: its link stops working.</summary>
public sealed record RevokeInvitation(InvitationId Invitation) : Change<Unit>
{
    internal override Demand Demand => new(Act.InviteMember, TargetReference.Account);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Invitation", null, null);
        var invitation = await context.Db.Invitations.FirstOrDefaultAsync(i => i.Id == Invitation.Value, cancel);
        if (invitation is null)
        {
            return Problem.NotFound("invitation_not_found", "This invitation was already accepted or taken back.");
        }
        await context.Db.Invitations.Where(i => i.Id == invitation.Id).ExecuteDeleteAsync(cancel);
        context.Note.About("Invitation", invitation.Id, invitation.Email).Add("revoked", true);
        return Unit.Value;
    }
}
