using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Database;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member as they are listed. Times are UTC.</summary>
/// <param name="Stores">On how many single stores they hold a role.</param>
public sealed record MemberRow(MemberId Id, string Email, Roles Roles, int Stores, bool Disabled, bool Locked, DateTimeOffset Created, DateTimeOffset? LastSignIn);

/// <summary>One page of the members, by e-mail address.</summary>
/// <param name="Search">Part of the address, in any case; null for all.</param>
public sealed record ListMembers(string? Search, PageRequest Page) : Reading<Page<MemberRow>>
{
    private const int MaxSearch = 200;

    internal override Demand Demand => new(Act.ViewMembers, Aim.Account);

    internal override Task<Result<Page<MemberRow>>> RunAsync(Session session, CancellationToken cancel)
    {
        session.Note.About("Members", null, null);
        return ReadAsync(session, Search, Page, cancel);
    }

    internal static async Task<Result<Page<MemberRow>>> ReadAsync(Session session, string? search, PageRequest page, CancellationToken cancel)
    {
        if (page.Check() is { } problem)
        {
            return problem;
        }
        if (search?.Length > MaxSearch)
        {
            return new Problem("search_too_long", $"Search for at most {MaxSearch} characters.", nameof(Search));
        }
        var text = EmailAddress.Normalize(search);
        var matching = text.Length == 0 ? session.Db.Users : session.Db.Users.Where(m => m.NormalizedEmail!.Contains(text));
        var total = await matching.CountAsync(cancel);
        var members = await matching.OrderBy(m => m.NormalizedEmail).Skip(page.Skip).Take(page.Size).ToListAsync(cancel);
        return new Page<MemberRow>(await RowsAsync(session, members, cancel), total);
    }

    internal static async Task<List<MemberRow>> RowsAsync(Session session, List<Member> members, CancellationToken cancel)
    {
        var ids = members.Select(m => m.Id).ToList();
        var roles = (await session.Db.UserRoles.Where(r => ids.Contains(r.UserId)).ToListAsync(cancel)).ToLookup(r => r.UserId, r => r.RoleId);
        var stores = await session.Db.StoreGrants.Where(g => ids.Contains(g.MemberId)).GroupBy(g => g.MemberId)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        return [.. members.Select(m => new MemberRow(new MemberId(m.Id), m.Email!, RoleAssignment.Union(roles[m.Id]), stores.GetValueOrDefault(m.Id),
            m.Disabled, Lockout.IsLocked(session, m), m.Created, m.LastSignIn))];
    }
}
