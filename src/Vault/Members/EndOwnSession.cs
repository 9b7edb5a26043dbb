using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Ends one of the asking member's sessions, and its device is not known any more; another member's session is not found.</summary>
public sealed record EndOwnSession(SessionId Session) : Change<Unit>
{
    internal override Demand Demand => new(Act.ManageOwnAccount, Aim.Self);

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        var me = session.Me!.Value;
        session.Note.About("Session", null, null);
        var ended = await session.Db.Sessions.Where(s => s.Id == Session.Value && s.MemberId == me.Value && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, session.Now), cancel);
        if (ended == 0)
        {
            return new Problem("session_not_found", "This session is over already.");
        }
        await session.Db.KnownDevices.Where(d => d.MemberId == me.Value && d.SessionId == Session.Value).ExecuteDeleteAsync(cancel);
        session.Note.About("Session", Session.Value, null).Say("ended", true);
        session.TouchedMembers.Add(me);
        return Unit.Value;
    }
}
