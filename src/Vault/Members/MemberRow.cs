using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A member as an entry of a list. Times are UTC.</summary>
/// <param name="Stores">The number of single stores on which they have a role.</param>
/// <param name="IsStopped">Passwords from unknown devices are rejected at the moment, after too many failed sign-ins.</param>
public sealed record MemberRow(
    MemberId Id,
    string Email,
    Roles Roles,
    int Stores,
    bool Disabled,
    bool IsStopped,
    DateTimeOffset Created,
    DateTimeOffset? LastSignIn
)
{
    internal static async Task<List<MemberRow>> OfAsync(OperationContext context, List<Member> members, CancellationToken cancel)
    {
        var ids = members.Select(m => m.Id).ToList();
        var roles = (await context.Db.UserRoles.Where(r => ids.Contains(r.UserId)).ToListAsync(cancel)).ToLookup(
            r => r.UserId,
            r => r.RoleId
        );
        var stores = await context
            .Db.StoreGrants.Where(g => ids.Contains(g.MemberId))
            .GroupBy(g => g.MemberId)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancel);
        var stopped = await SignInFailures.StoppedAsync(context, ids, cancel);
        return
        [
            .. members.Select(m => new MemberRow(
                new MemberId(m.Id),
                m.Email!,
                RoleAssignment.Union(roles[m.Id]),
                stores.GetValueOrDefault(m.Id),
                m.Disabled,
                stopped.ContainsKey(m.Id),
                m.Created,
                m.LastSignIn
            )),
        ];
    }
}
