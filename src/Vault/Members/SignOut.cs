using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Ends the session that asks. Every open page of it loses its rights with the same commit.</summary>
public sealed record SignOut : Change<Unit>
{
    internal override Demand Demand => new(Act.ManageOwnAccount, Aim.Self);

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Session", session.OwnSession!.Value.Value, null).Say("ended", true);
        await session.Db.Sessions.Where(s => s.Id == session.OwnSession.Value.Value)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, session.Now), cancel);
        session.TouchedMembers.Add(session.Me!.Value);
        return Unit.Value;
    }
}
