using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>The account always keeps an enabled Super Administrator. The check runs in
/// the writer's transaction, so that of two concurrent requests one fails.</summary>
internal static class LastSuperAdministrator
{
    /// <summary>Whether this member is the only enabled Super Administrator.</summary>
    public static async Task<bool> IsAsync(VaultDbContext db, string memberId, CancellationToken cancel)
    {
        var role = RoleIds.Of(Roles.SuperAdministrator);
        var enabled = await (
            from m in db.Users
            where !m.Disabled
            join r in db.UserRoles on m.Id equals r.UserId
            where r.RoleId == role
            select m.Id
        )
            .Take(2)
            .ToListAsync(cancel);
        return enabled is [var only] && only == memberId;
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
