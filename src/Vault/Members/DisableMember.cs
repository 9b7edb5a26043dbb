using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Disables a member without removing them: their sessions end, their invitations
/// are revoked, and their tokens are refused while they are disabled.</summary>
public sealed record DisableMember(MemberId Member) : Change<Unit>
{
    internal override Demand Demand => new(Act.DisableMember, TargetReference.Account);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        context.Note.About("Member", member.Id, member.Email).Add("disabled", true);
        if (await LastSuperAdministrator.GuardAsync(context, member, cancel) is { } problem)
        {
            return problem;
        }
        member.Disabled = true;
        member.ConcurrencyStamp = NewMember.NewStamp();
        await MemberSessions.EndAllAsync(context, member, cancel);
        await OpenInvitations.WithdrawOfInviterAsync(context, member.Id, cancel);
        await OpenInvitations.WithdrawForAsync(context, member.NormalizedEmail!, cancel);
        return Unit.Value;
    }
}
