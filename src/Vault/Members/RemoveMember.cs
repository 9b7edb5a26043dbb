using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Removes a member permanently, with their roles, sessions and tokens, and the invitations that they created or that are for
/// their address. Their acts stay in the audit log.</summary>
public sealed record RemoveMember(MemberId Member) : Change<Unit>
{
    internal override Demand Demand => new(Act.RemoveMember, TargetReference.Account);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        context.Note.About("Member", member.Id, member.Email);
        if (await LastSuperAdministrator.GuardAsync(context, member, cancel) is { } problem)
        {
            return problem;
        }
        await OpenInvitations.WithdrawOfInviterAsync(context, member.Id, cancel);
        await OpenInvitations.WithdrawForAsync(context, member.NormalizedEmail!, cancel);
        await context
            .Db.Sessions.Where(s => s.MemberId == member.Id && s.Ended == null)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.Ended, context.Now), cancel);
        context.Note.Add("tokens_deleted", await context.Db.ApiTokens.CountAsync(t => t.OwnerId == member.Id, cancel));
        // The cascade deletes roles, store grants and tokens.
        await context.Db.Users.Where(m => m.Id == member.Id).ExecuteDeleteAsync(cancel);
        context.AffectedMembers.Add(Member);
        return Unit.Value;
    }
}
