using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>Somebody of the account as programs list them: a member, or who was invited and has not joined yet.</summary>
/// <param name="Id">The member's or the invitation's. It stays the same when they join.</param>
/// <param name="StoreRoles">By store name.</param>
/// <param name="IsInvited">Their link is open still.</param>
public sealed record MemberOrInvited(string Id, string Email, Roles Roles, IReadOnlyList<StoreRole> StoreRoles, bool IsInvited)
{
    /// <summary>Everybody, without their roles.</summary>
    internal static IQueryable<Entry> All(Session session) => session.Db.Users
        .Select(m => new Entry { Id = m.Id, Email = m.Email!, SortedBy = m.NormalizedEmail!, IsInvited = false })
        .Concat(session.Db.Invitations.Where(i => i.Purpose == InvitationPurpose.Join && i.Expires > session.Now)
            .Select(i => new Entry { Id = i.Id, Email = i.Email, SortedBy = i.NormalizedEmail, IsInvited = true }));

    /// <summary>These, in their order, with their roles.</summary>
    internal static async Task<IReadOnlyList<MemberOrInvited>> WithRolesAsync(Session session, IReadOnlyList<Entry> entries, CancellationToken cancel)
    {
        var people = new List<MemberOrInvited>(entries.Count);
        foreach (var entry in entries)
        {
            var held = entry.IsInvited ? await OfferedAsync(session, entry.Id, cancel) : await RoleAssignment.OfAsync(session.Db, entry.Id, cancel);
            people.Add(new(entry.Id, entry.Email, held.Roles, await StoreRoleLines.NameAsync(session, held.StoreRoles, cancel), entry.IsInvited));
        }
        return people;
    }

    private static async Task<RoleAssignment> OfferedAsync(Session session, string id, CancellationToken cancel)
    {
        var invitation = await session.Db.Invitations.FirstAsync(i => i.Id == id, cancel);
        return new(invitation.Roles, StoreRoleLines.Parse(invitation.StoreRoles));
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
