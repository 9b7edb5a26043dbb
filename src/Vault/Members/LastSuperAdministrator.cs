using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The account always keeps an enabled Super Administrator. The check runs in
/// the writer's transaction, so that of two concurrent requests one fails.</summary>
internal static class LastSuperAdministrator
{
    /// <summary>Whether this member is an enabled Super Administrator and no other one is left. A row whose seal is wrong counts for the
    /// member, who can then not be removed as if they were none, but not for another one, who could do nothing.</summary>
    public static async Task<bool> IsAsync(VaultDbContext db, string memberId, CancellationToken cancel)
    {
        var role = RoleIds.Of(Roles.SuperAdministrator);
        var enabled = await (
            from m in db.Users
            where !m.Disabled
            join r in db.UserRoles on m.Id equals r.UserId
            where r.RoleId == role
            select new { Member = m, Role = r }
        ).ToListAsync(cancel);
        return enabled.Exists(e => e.Member.Id == memberId)
            && !enabled.Exists(e => e.Member.Id != memberId && db.IsGenuine(e.Member) && db.IsGenuine(e.Role));
    }

    /// <summary>A problem if the member is the last one and so can't lose the role, be disabled or be removed.</summary>
    public static async Task<Problem?> GuardAsync(OperationContext context, Member member, CancellationToken cancel) =>
        await IsAsync(context.Db, member.Id, cancel)
            ? Problem.Invalid(
                "last_super_administrator",
                $"{member.Email} is the last enabled Super Administrator. Give another member the role first; "
                    + "otherwise no member could assign roles."
            )
            : null;
}
