using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Members;

/// <summary>The roles of a member or an invitation, for the account and for single stores.</summary>
internal sealed record RoleAssignment(Roles Roles, IReadOnlyDictionary<StoreId, Roles> StoreRoles)
{
    private const Roles OnAStore = Roles.Admin | Roles.Deployer | Roles.Reporter;
    private const Roles Known = OnAStore | Roles.SuperAdministrator;

    /// <summary>Null if it can be assigned: known roles only, on existing stores, and Super Administrator on none of them.</summary>
    public async Task<Problem?> CheckAsync(OperationContext context, CancellationToken cancel)
    {
        if ((Roles & ~Known) != 0 || StoreRoles.Values.Any(r => (r & ~Known) != 0 || r == Roles.None))
        {
            return Problem.Invalid(
                "role_unknown",
                "One of the roles is unknown. Load the page again and repeat your change.",
                nameof(Roles)
            );
        }
        if (StoreRoles.Values.Any(r => (r & Roles.SuperAdministrator) != 0))
        {
            return Problem.Invalid(
                "super_administrator_on_store",
                "Super Administrator is a role for the whole account. It can't be given on a single store.",
                nameof(StoreRoles)
            );
        }
        var ids = StoreRoles.Keys.Select(id => id.Value ?? "").ToList();
        return await context.Db.Stores.CountAsync(s => ids.Contains(s.Id), cancel) == ids.Count
            ? null
            : Problem.Invalid(
                "role_store_unknown",
                "One of the stores was not found. Load the page again and repeat your change.",
                nameof(StoreRoles)
            );
    }

    /// <summary>The member's roles, without forged ones.</summary>
    public static async Task<RoleAssignment> OfAsync(VaultDbContext db, string memberId, CancellationToken cancel)
    {
        var roles = await db
            .UserRoles.Where(r => r.UserId == memberId)
            .Select(r => new { r.RoleId, Seal = EF.Property<byte[]?>(r, SealedTable.Seal) })
            .ToListAsync(cancel);
        var grants = await db
            .StoreGrants.Where(g => g.MemberId == memberId)
            .Select(g => new
            {
                g.StoreId,
                g.Roles,
                Seal = EF.Property<byte[]?>(g, SealedTable.Seal),
            })
            .ToListAsync(cancel);
        return new(
            Union(roles.Where(r => db.Seals.IsGenuine(SealedTable.MemberRoles, [memberId, r.RoleId], r.Seal)).Select(r => r.RoleId)),
            grants
                .Where(g => db.Seals.IsGenuine(SealedTable.StoreGrants, [memberId, g.StoreId, g.Roles], g.Seal))
                .ToDictionary(g => new StoreId(g.StoreId), g => g.Roles)
        );
    }

    public static Roles Union(IEnumerable<string> roleIds) => roleIds.Aggregate(Roles.None, (roles, id) => roles | RoleIds.Find(id));

    /// <summary>Replaces the member's roles with these.</summary>
    public async Task WriteAsync(OperationContext context, string memberId, CancellationToken cancel)
    {
        await context.Db.UserRoles.Where(r => r.UserId == memberId).ExecuteDeleteAsync(cancel);
        await context.Db.StoreGrants.Where(g => g.MemberId == memberId).ExecuteDeleteAsync(cancel);
        context.Db.AddRange(
            RoleNames
                .All.Where(r => Roles.HasFlag(r.Role))
                .Select(r => new IdentityUserRole<string> { UserId = memberId, RoleId = RoleIds.Of(r.Role) })
        );
        context.Db.AddRange(
            StoreRoles.Select(g => new StoreGrant
            {
                MemberId = memberId,
                StoreId = g.Key.Value,
                Roles = g.Value,
            })
        );
    }

    public bool HasSameRoles(RoleAssignment other) =>
        Roles == other.Roles
        && StoreRoles.Count == other.StoreRoles.Count
        && StoreRoles.All(g => other.StoreRoles.TryGetValue(g.Key, out var roles) && roles == g.Value);

    /// <summary>The form in the audit row: "Admin; Reporter on STORE-ID".</summary>
    public override string ToString() =>
        string.Join(
            "; ",
            StoreRoles
                .OrderBy(g => g.Key.Value, StringComparer.Ordinal)
                .Select(g => $"{RoleNames.Describe(g.Value)} on {g.Key}")
                .Prepend(RoleNames.Describe(Roles))
        );
}
