using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>Gives a member these roles regardless of their current ones, as
/// <see cref="SaveRoles"/> does, for API clients that keep no state.</summary>
/// <param name="Id">A member's id. An invitation's roles can't be changed, because its link may already have been sent.</param>
/// <param name="Roles">The roles for the whole account.</param>
/// <param name="StoreRoles">The roles on single stores; null: unchanged.</param>
public sealed record GiveRoles(string Id, Roles Roles, IReadOnlyDictionary<StoreId, Roles>? StoreRoles) : Change<MemberOrInvited>
{
    internal override Demand Demand => new(Act.ChangeRoles, TargetReference.Account);

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
