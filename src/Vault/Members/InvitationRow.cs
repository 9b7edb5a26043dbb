using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Members;

/// <summary>A one-time link as an entry of a list; the link itself is never shown again. Times are UTC.</summary>
/// <param name="Inviter">An e-mail address, or the name of an account token. Null for the server's console.</param>
public sealed record InvitationRow(
    InvitationId Id,
    InvitationPurpose Purpose,
    string Email,
    Roles Roles,
    IReadOnlyList<StoreRole> StoreRoles,
    string? Inviter,
    DateTimeOffset Created,
    DateTimeOffset Expires,
    bool Expired
)
{
    private const int MaxRows = 500;

    /// <summary>All invitations that were not accepted yet, newest first.</summary>
    internal static async Task<List<InvitationRow>> AllAsync(OperationContext context, CancellationToken cancel)
    {
        var found = await (
            from i in context.Db.Invitations
            join m in context.Db.Users on i.InviterId equals m.Id into inviters
            from inviter in inviters.DefaultIfEmpty()
            join t in context.Db.ApiTokens on i.InviterId equals t.Id into tokens
            from token in tokens.DefaultIfEmpty()
            orderby i.Id descending
            select new { Invitation = i, Inviter = inviter.Email ?? token.Name }
        )
            .Take(MaxRows)
            .ToListAsync(cancel);
        var rows = new List<InvitationRow>(found.Count);
        foreach (var (i, inviter) in found.Select(f => (f.Invitation, f.Inviter)))
        {
            var stores = await StoreRoleLines.NameAsync(context, StoreRoleLines.Parse(i.StoreRoles), cancel);
            rows.Add(
                new(new InvitationId(i.Id), i.Purpose, i.Email, i.Roles, stores, inviter, i.Created, i.Expires, i.Expires <= context.Now)
            );
        }
        return rows;
    }
}
