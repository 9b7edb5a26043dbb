using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>Members' own tokens, which are never above their owner's rights.</summary>
internal static class OwnTokens
{
    /// <summary>Revokes the tokens that the owner's new roles don't cover. They are disabled instead of deleted, so that their owner sees
    /// why a program stopped. Regaining the roles does not enable them again: the owner has to do it explicitly.</summary>
    public static async Task RevokeAboveRightsAsync(OperationContext context, string owner, RoleAssignment held, CancellationToken cancel)
    {
        var tokens = await context.Db.ApiTokens.Where(t => t.OwnerId == owner && !t.Disabled).ToListAsync(cancel);
        var ids = tokens.Select(t => t.Id).ToList();
        var stores = (await context.Db.ApiTokenStores.Where(s => ids.Contains(s.TokenId)).ToListAsync(cancel)).ToLookup(
            s => s.TokenId,
            s => new StoreId(s.StoreId)
        );
        // A forged token is refused in any case; it must not keep the roles from being taken away.
        var above = tokens.Where(t => context.Db.IsGenuine(t) && MissingRoles(held, t, stores[t.Id]).Count > 0).ToList();
        foreach (var token in above)
        {
            (token.Disabled, token.Revoked, token.Modified) = (true, context.Now, context.Now);
            token.Revision++;
        }
        if (above.Count > 0)
        {
            context.Note.Add("tokens_revoked", string.Join(", ", above.Select(t => t.Id)));
        }
    }

    public static IReadOnlyList<MissingRole> MissingRoles(RoleAssignment held, ApiToken token, IEnumerable<StoreId> stores) =>
        Delegation.MissingRoles(
            new MemberActor(new MemberId(token.OwnerId!), Standing.Good, held.Roles, held.StoreRoles),
            token.Level,
            token.Administer,
            token.LimitedToStores ? stores.ToHashSet() : null
        );
}
