using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member, or an open invitation, by the id in the list of both.</summary>
public sealed record GetMemberOrInvited(string Id) : Reading<MemberOrInvited>
{
    internal override Demand Demand => new(Act.ViewMembers, TargetReference.Account);

    internal override async Task<Result<MemberOrInvited>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        if (await MemberOrInvited.All(context).FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } entry)
        {
            return MemberProblems.NotFound;
        }
        context.Note.About(entry.IsInvited ? "Invitation" : "Member", entry.Id, entry.Email);
        return (await MemberOrInvited.WithRolesAsync(context, [entry], cancel))[0];
    }
}
