using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Removes a member for good: their roles, their sessions, their tokens, and the invitations that they made or that are for their address. What they did stays in the audit log.</summary>
public sealed record RemoveMember(MemberId Member) : Change<Unit>
{
    internal override Demand Demand => new(Act.RemoveMember, Aim.Account);

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Member", null, null);
        var member = await session.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        session.Note.About("Member", member.Id, member.Email);
        if (await LastSuperAdministrator.GuardAsync(session, member, cancel) is { } problem)
        {
            return problem;
        }
        await OpenInvitations.WithdrawOfInviterAsync(session, member.Id, cancel);
        await OpenInvitations.WithdrawForAsync(session, member.NormalizedEmail!, cancel);
        await session.Db.Sessions.Where(s => s.MemberId == member.Id && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, session.Now), cancel);
        session.Note.Say("tokens_deleted", await session.Db.ApiTokens.CountAsync(t => t.OwnerId == member.Id, cancel));
        await session.Db.Users.Where(m => m.Id == member.Id).ExecuteDeleteAsync(cancel); // Roles, store grants and tokens go with the row.
        session.TouchedMembers.Add(Member);
        return Unit.Value;
    }
}
