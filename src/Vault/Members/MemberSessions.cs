using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>All sessions of a member. The gate checks the session at every request.</summary>
internal static class MemberSessions
{
    /// <summary>The valid sessions.</summary>
    public static IQueryable<MemberSession> Live(OperationContext context, string memberId)
    {
        var (limits, now) = (context.Tools.Limits, context.Now);
        var (started, seen) = (now - limits.SessionAbsolute, now - limits.SessionIdle);
        return from s in context.Db.Sessions
            join m in context.Db.Users on s.MemberId equals m.Id
            where
                s.MemberId == memberId
                && !m.Disabled
                && s.Ended == null
                && s.Stamp == m.SecurityStamp
                && s.Created > started
                && s.LastSeen > seen
            select s;
    }

    /// <summary>Ends every session of the member and forgets their devices. The rows are marked as ended; the new security stamp alone
    /// would invalidate them too.</summary>
    public static async Task EndAllAsync(OperationContext context, Member member, CancellationToken cancel)
    {
        member.SecurityStamp = NewMember.NewStamp();
        await context
            .Db.Sessions.Where(s => s.MemberId == member.Id && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, context.Now), cancel);
        await context.Db.KnownDevices.Where(d => d.MemberId == member.Id).ExecuteDeleteAsync(cancel);
        context.AffectedMembers.Add(new MemberId(member.Id));
    }
}
