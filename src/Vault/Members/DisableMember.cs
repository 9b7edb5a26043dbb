using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Shuts a member out without removing them: their sessions end, and so do the invitations that they made; their tokens are
/// refused while they are disabled.</summary>
public sealed record DisableMember(MemberId Member) : Change<Unit>
{
    internal override Demand Demand => new(Act.DisableMember, Aim.Account);

    internal override async Task<Result<Unit>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Member", null, null);
        var member = await session.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        session.Note.About("Member", member.Id, member.Email).Say("disabled", true);
        if (await LastSuperAdministrator.GuardAsync(session, member, cancel) is { } problem)
        {
            return problem;
        }
        member.Disabled = true;
        member.ConcurrencyStamp = NewMember.NewStamp();
        await MemberSessions.EndAllAsync(session, member, cancel);
        await OpenInvitations.WithdrawOfInviterAsync(session, member.Id, cancel);
        await OpenInvitations.WithdrawForAsync(session, member.NormalizedEmail!, cancel);
        return Unit.Value;
    }
}
