using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member, or somebody whose invitation is open, by the id under which they are listed.</summary>
public sealed record GetMemberOrInvited(string Id) : Reading<MemberOrInvited>
{
    internal override Demand Demand => new(Act.ViewMembers, Aim.Account);

    internal override async Task<Result<MemberOrInvited>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Member", null, null);
        if (await MemberOrInvited.All(session).FirstOrDefaultAsync(e => e.Id == Id, cancel) is not { } entry)
        {
            return MemberProblems.NotFound;
        }
        session.Note.About(entry.IsInvited ? "Invitation" : "Member", entry.Id, entry.Email);
        return (await MemberOrInvited.WithRolesAsync(session, [entry], cancel))[0];
    }
}
