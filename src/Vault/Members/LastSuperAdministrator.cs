using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Members;

/// <summary>The account always keeps an enabled Super Administrator. The check runs in
/// the writer's transaction, so that of two concurrent requests one fails.</summary>
internal static class LastSuperAdministrator
{
    /// <summary>Whether this member is an enabled Super Administrator and no other one is left. A forged row of this member still counts,
    /// so that the member can't be removed because of it. A forged row of another member does not: that member has no rights.</summary>
    public static async Task<bool> IsAsync(VaultDbContext db, string memberId, CancellationToken cancel)
    {
        var role = RoleIds.Of(Roles.SuperAdministrator);
        // Without tracking, because a change of roles replaces these rows.
        var rows = await (
            from m in db.Users.AsNoTracking()
            join r in db.UserRoles on m.Id equals r.UserId
            where r.RoleId == role || m.Id == memberId
            select new
            {
                Member = m,
                MemberSeal = EF.Property<byte[]?>(m, SealedTable.Seal),
                r.RoleId,
                RoleSeal = EF.Property<byte[]?>(r, SealedTable.Seal),
            }
        ).ToListAsync(cancel);
        return rows.Exists(r =>
                r.Member.Id == memberId && (!IsGenuine(r.Member, r.MemberSeal, r.RoleId, r.RoleSeal) || Holds(r.Member, r.RoleId))
            )
            && !rows.Exists(r =>
                r.Member.Id != memberId && IsGenuine(r.Member, r.MemberSeal, r.RoleId, r.RoleSeal) && Holds(r.Member, r.RoleId)
            );

        bool Holds(Member member, string held) => !member.Disabled && held == role;

        bool IsGenuine(Member member, byte[]? memberSeal, string held, byte[]? roleSeal) =>
            PasswordFacts.IsGenuine(db.Seals, member, memberSeal)
            && db.Seals.IsGenuine(SealedTable.MemberRoles, [member.Id, held], roleSeal);
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
