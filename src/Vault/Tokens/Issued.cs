using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The number of existing tokens and credentials that a token has issued, directly or through tokens that it issued.</summary>
/// <param name="Tokens">The number of tokens.</param>
/// <param name="Credentials">The number of services' credentials.</param>
public sealed record IssuedCounts(int Tokens, int Credentials)
{
    public bool Any => Tokens + Credentials > 0;
}

/// <summary>Tracks the issuer of tokens and credentials: each stores the id of the member or the token that issued it.</summary>
internal static class Issued
{
    /// <summary>The id of the caller as an issuer. Null for the server's console.</summary>
    public static string? By(OperationContext context) => context.MemberId?.Value ?? context.Token?.Value;

    /// <summary>The issuer after a roll: a member becomes the issuer, and so does a token if no existing token was the issuer. So a token
    /// can't remove itself from another token's chain by rolling itself.</summary>
    public static async Task<string?> AfterRollAsync(OperationContext context, string? issuer, CancellationToken cancel) =>
        context.Token is not null && issuer is not null && await context.Db.ApiTokens.AnyAsync(t => t.Id == issuer, cancel)
            ? issuer
            : By(context);

    /// <summary>The ids of this token and of all tokens that it issued, directly or not.</summary>
    public static async Task<List<string>> FamilyAsync(OperationContext context, string token, CancellationToken cancel)
    {
        var family = new HashSet<string> { token };
        for (var newest = family.ToList(); newest.Count > 0; )
        {
            var issuers = newest;
            newest = await context.Db.ApiTokens.Where(t => issuers.Contains(t.IssuerId!)).Select(t => t.Id).ToListAsync(cancel);
            newest.RemoveAll(id => !family.Add(id));
        }
        return [.. family];
    }

    public static async Task<IssuedCounts> CountAsync(OperationContext context, List<string> family, CancellationToken cancel) =>
        new(family.Count - 1, await context.Db.ServiceCredentials.CountAsync(c => family.Contains(c.IssuerId!), cancel));
}
