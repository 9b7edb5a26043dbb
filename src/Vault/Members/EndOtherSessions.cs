using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Ends all of the calling member's sessions except this one, and
/// forgets all other devices. Returns the number of sessions.</summary>
public sealed record EndOtherSessions : Change<int>
{
    internal override Demand Demand => new(Act.ManageOwnAccount, TargetReference.Self);

    internal override async Task<Result<int>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        var (memberId, own) = (context.MemberId!.Value, context.OwnSession!.Value);
        var others = await MemberSessions.Live(context, memberId.Value).Where(s => s.Id != own.Value).Select(s => s.Id).ToListAsync(cancel);
        await context
            .Db.Sessions.Where(s => s.MemberId == memberId.Value && s.Id != own.Value && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, context.Now), cancel);
        await context.Db.KnownDevices.Where(d => d.MemberId == memberId.Value && d.SessionId != own.Value).ExecuteDeleteAsync(cancel);
        context.Note.About("Sessions", null, null).Add("ended", others.Count);
        context.AffectedMembers.Add(memberId);
        return others.Count;
    }
}
