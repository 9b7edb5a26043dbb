using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Ends one of the calling member's sessions and forgets its device; another member's session is not found.</summary>
public sealed record EndOwnSession(SessionId Session) : Change<Unit>
{
    internal override Demand Demand => new(Act.ManageOwnAccount, TargetReference.Self);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var memberId = context.MemberId!.Value;
        context.Note.About("Session", null, null);
        var ended = await context
            .Db.Sessions.Where(s => s.Id == Session.Value && s.MemberId == memberId.Value && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, context.Now), cancel);
        if (ended == 0)
        {
            return Problem.NotFound("session_not_found", "This session has already ended.");
        }
        await context.Db.KnownDevices.Where(d => d.MemberId == memberId.Value && d.SessionId == Session.Value).ExecuteDeleteAsync(cancel);
        context.Note.About("Session", Session.Value, null).Add("ended", true);
        context.AffectedMembers.Add(memberId);
        return Unit.Value;
    }
}
