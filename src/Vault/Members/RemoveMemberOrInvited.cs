using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Removes a member permanently, or revokes an invitation, by the id in the list of both.</summary>
public sealed record RemoveMemberOrInvited(string Id) : Change<Unit>
{
    internal override Demand Demand => new(Act.RemoveMember, TargetReference.Account);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel) =>
        await context.Db.Invitations.AnyAsync(i => i.Id == Id && i.Purpose == InvitationPurpose.Join, cancel)
            ? await new RevokeInvitation(new InvitationId(Id)).RunAsync(context, cancel)
            : await new RemoveMember(new MemberId(Id)).RunAsync(context, cancel);
}
