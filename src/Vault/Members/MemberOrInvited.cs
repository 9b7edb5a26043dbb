using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member or an open invitation, as one list for API clients.</summary>
/// <param name="Id">The member's or the invitation's id. It does not change when the invited member joins.</param>
/// <param name="StoreRoles">By store name.</param>
/// <param name="IsInvited">True for an open invitation.</param>
public sealed record MemberOrInvited(string Id, string Email, Roles Roles, IReadOnlyList<StoreRole> StoreRoles, bool IsInvited)
{
    /// <summary>All members and open invitations, without their roles.</summary>
    internal static IQueryable<Entry> All(OperationContext context) =>
        context
            .Db.Users.Select(m => new Entry
            {
                Id = m.Id,
                Email = m.Email!,
                SortedBy = m.NormalizedEmail!,
                IsInvited = false,
            })
            .Concat(
                context
                    .Db.Invitations.Where(i => i.Purpose == InvitationPurpose.Join && i.Expires > context.Now)
                    .Select(i => new Entry
                    {
                        Id = i.Id,
                        Email = i.Email,
                        SortedBy = i.NormalizedEmail,
                        IsInvited = true,
                    })
            );

    /// <summary>The same entries, in the same order, with their roles.</summary>
    internal static async Task<IReadOnlyList<MemberOrInvited>> WithRolesAsync(
        OperationContext context,
        IReadOnlyList<Entry> entries,
        CancellationToken cancel
    )
    {
        var held = await LoadRolesAsync(context.Db, [.. entries.Select(e => e.Id)], cancel);
        var names = await UnfilteredQueries.StoreNamesAsync(context.Db, held.Values.SelectMany(h => h.StoreRoles.Keys).Distinct(), cancel);
        return [.. entries.Select(e => new MemberOrInvited(e.Id, e.Email, held[e.Id].Roles, Named(held[e.Id].StoreRoles), e.IsInvited))];

        // A store that was deleted in the meantime has no name, and is left out.
        StoreRole[] Named(IReadOnlyDictionary<StoreId, Roles> roles) =>
            [.. names.Where(n => roles.ContainsKey(n.Id)).Select(n => new StoreRole(n.Id, n.Name, roles[n.Id]))];
    }

    private static async Task<Dictionary<string, RoleAssignment>> LoadRolesAsync(
        VaultDbContext db,
        List<string> ids,
        CancellationToken cancel
    )
    {
        var offered = await db
            .Invitations.Where(i => ids.Contains(i.Id))
            .Select(i => new
            {
                i.Id,
                i.Roles,
                i.StoreRoles,
            })
            .ToDictionaryAsync(i => i.Id, cancel);
        var roles = (await db.UserRoles.Where(r => ids.Contains(r.UserId)).ToListAsync(cancel)).ToLookup(r => r.UserId, r => r.RoleId);
        var grants = (await db.StoreGrants.Where(g => ids.Contains(g.MemberId)).ToListAsync(cancel)).ToLookup(g => g.MemberId);
        return ids.ToDictionary(
            id => id,
            id =>
                offered.TryGetValue(id, out var offer)
                    ? new RoleAssignment(offer.Roles, StoreRoleLines.Parse(offer.StoreRoles))
                    : new RoleAssignment(
                        RoleAssignment.Union(roles[id]),
                        grants[id].ToDictionary(g => new StoreId(g.StoreId), g => g.Roles)
                    )
        );
    }

    /// <summary>A row of either table.</summary>
    internal sealed class Entry
    {
        public required string Id { get; init; }
        public required string Email { get; init; }
        public required string SortedBy { get; init; }
        public required bool IsInvited { get; init; }
    }
}
