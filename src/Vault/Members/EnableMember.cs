using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Lets a disabled member sign in again, with the roles and the password that they had. Their old sessions stay ended.</summary>
public sealed record EnableMember(MemberId Member) : Change<Unit>
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
        context.Note.About("Member", member.Id, member.Email).Add("disabled", false);
        member.Disabled = false;
        member.ConcurrencyStamp = NewMember.NewStamp();
        context.AffectedMembers.Add(Member);
        return Unit.Value;
    }
}
