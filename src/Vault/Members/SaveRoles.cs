using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Members;

/// <summary>Replaces a member's roles with these. They apply from the member's next request on, also in open pages.</summary>
/// <param name="Revision">The state that the edit is based on: of two concurrent
/// editors, the second gets a conflict, so that no change is lost.</param>
/// <param name="Roles">The roles for the whole account.</param>
/// <param name="StoreRoles">The roles on single stores; omitted stores lose their roles.</param>
public sealed record SaveRoles(MemberId Member, string Revision, Roles Roles, IReadOnlyDictionary<StoreId, Roles> StoreRoles) : Change<Unit>
{
    internal override Demand Demand => new(Act.ChangeRoles, TargetReference.Account);

    internal override async Task<Result<Unit>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        context.Note.About("Member", null, null);
        var member = await context.Db.Users.FirstOrDefaultAsync(m => m.Id == Member.Value, cancel);
        if (member is null)
        {
            return MemberProblems.NotFound;
        }
        context.Note.About("Member", member.Id, member.Email);
        var (before, after) = (await RoleAssignment.OfAsync(context.Db, member.Id, cancel), new RoleAssignment(Roles, StoreRoles));
        context.Note.Add("roles_before", before.ToString());
        if (after.HasSameRoles(before))
        {
            return Unit.Value; // A repeated click, or two editors with the same change.
        }
        if (await RefuseAsync(context, member, before, after, cancel) is { } problem)
        {
            return problem;
        }
        if (Loses(before, after))
        {
            await OpenInvitations.WithdrawOfInviterAsync(context, member.Id, cancel);
        }
        await after.WriteAsync(context, member.Id, cancel);
        await OwnTokens.RevokeAboveRightsAsync(context, member.Id, after, cancel);
        member.ConcurrencyStamp = NewMember.NewStamp();
        context.AffectedMembers.Add(Member);
        context.Note.Add("roles_after", after.ToString());
        return Unit.Value;
    }

    private static bool Loses(RoleAssignment before, RoleAssignment after) =>
        before.Roles.HasFlag(Roles.SuperAdministrator) && !after.Roles.HasFlag(Roles.SuperAdministrator);

    private async Task<Problem?> RefuseAsync(
        OperationContext context,
        Member member,
        RoleAssignment before,
        RoleAssignment after,
        CancellationToken cancel
    )
    {
        if (member.ConcurrencyStamp != Revision)
        {
            return Problem.Conflict(
                "conflict",
                $"Someone else changed {member.Email} in the meantime: they now hold {RoleNames.Describe(before.Roles)} for the account. "
                    + "Your choices are still here: compare them, then save again."
            );
        }
        if (await after.CheckAsync(context, cancel) is { } problem)
        {
            return problem;
        }
        // Also if the role that is taken away was forged and is not among those before.
        return after.Roles.HasFlag(Roles.SuperAdministrator) ? null : await LastSuperAdministrator.GuardAsync(context, member, cancel);
    }
}
