using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Gives a member these roles whatever they held, as <see cref="SaveRoles"/>
/// does, for programs that start from no state of their own.</summary>
/// <param name="Id">Of a member: what an invitation offers is not changed, since its link may be in somebody's hands.</param>
/// <param name="Roles">For the whole account.</param>
/// <param name="StoreRoles">For single stores; null: what they are.</param>
public sealed record GiveRoles(string Id, Roles Roles, IReadOnlyDictionary<StoreId, Roles>? StoreRoles) : Change<MemberOrInvited>
{
    internal override Demand Demand => new(Act.ChangeRoles, Aim.Account);

    internal override async Task<Result<MemberOrInvited>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        if (await context.Db.Users.FirstOrDefaultAsync(m => m.Id == Id, cancel) is not { } member)
        {
            return await context.Db.Invitations.AnyAsync(i => i.Id == Id && i.Purpose == InvitationPurpose.Join, cancel)
                ? MemberProblems.StillInvited
                : MemberProblems.NotFound;
        }
        var stores = StoreRoles ?? (await RoleAssignment.OfAsync(context.Db, Id, cancel)).StoreRoles;
        var saved = await new SaveRoles(new MemberId(Id), member.ConcurrencyStamp!, Roles, stores).RunAsync(context, cancel);
        return saved.Problems is { } problems
            ? problems.ToList()
            : new MemberOrInvited(Id, member.Email!, Roles, await StoreRoleLines.NameAsync(context, stores, cancel), IsInvited: false);
    }
}
