using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>What a token has issued, directly or by tokens that it issued, and that is still there.</summary>
/// <param name="Tokens">Their number.</param>
/// <param name="Credentials">The number of services' credentials.</param>
public sealed record IssuedCounts(int Tokens, int Credentials)
{
    public bool Any => Tokens + Credentials > 0;
}

/// <summary>Who issued what: a token or a credential keeps the id of the member or the token that did.</summary>
internal static class Issued
{
    /// <summary>Who asks, as it is kept. Null for the server's console.</summary>
    public static string? By(OperationContext context) => context.MemberId?.Value ?? context.Token?.Value;

    /// <summary>Who has issued something after it was rolled: a member who rolls it takes it over, and a
    /// token where no token issued it. So no token gets out of what another one issued
    /// by rolling itself.</summary>
    public static async Task<string?> AfterRollAsync(OperationContext context, string? issuer, CancellationToken cancel) =>
        context.Token is not null && issuer is not null && await context.Db.ApiTokens.AnyAsync(t => t.Id == issuer, cancel)
            ? issuer
            : By(context);

    /// <summary>The ids of this token and of all that it issued, directly or not.</summary>
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
