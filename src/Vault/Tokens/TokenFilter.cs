using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tokens;

public enum TokenOrder
{
    Created = 1,
    Name,

    /// <summary>Tokens without expiry come last.</summary>
    Expires,

    /// <summary>Tokens that were never used come first.</summary>
    LastUsed,
}

/// <summary>A filter of tokens. An omitted part does not restrict the list.</summary>
/// <param name="Search">A part of the name or of the owner's address, in any case and in any Unicode form; at most 200 characters.</param>
/// <param name="EndsSoon">Only active tokens that expire within two weeks.</param>
/// <param name="Name">Exactly this name; several tokens may have the same one.</param>
public sealed record TokenFilter(string? Search = null, TokenStatus? Status = null, bool EndsSoon = false, string? Name = null)
{
    internal Problem? Check() =>
        Search?.Trim().Length > SecretFilter.MaxSearch
            ? Problem.Invalid("search_too_long", $"Search for at most {SecretFilter.MaxSearch} characters.", nameof(Search))
            : null;

    internal IQueryable<ApiToken> Narrow(OperationContext context, IQueryable<ApiToken> tokens)
    {
        var (text, now, soon) = (SearchForm.Of(Search?.Trim() ?? ""), context.Now, context.Now + TokenDetail.WarnBeforeEnd);
        if (text.Length > 0)
        {
            tokens = tokens.Where(t =>
                SearchForm.Of(t.Name).Contains(text) || context.Db.Users.Any(m => m.Id == t.OwnerId && m.NormalizedEmail!.Contains(text))
            );
        }
        if (Name is { } name)
        {
            tokens = tokens.Where(t => t.Name == name);
        }
        if (EndsSoon)
        {
            tokens = OfStatus(context, tokens, TokenStatus.Active, now).Where(t => t.Expires <= soon);
        }
        return Status is { } status ? OfStatus(context, tokens, status, now) : tokens;
    }

    // The same as TokenDetail.StatusOf, as a query; a test compares the two.
    private static IQueryable<ApiToken> OfStatus(
        OperationContext context,
        IQueryable<ApiToken> tokens,
        TokenStatus status,
        DateTimeOffset now
    )
    {
        var off = tokens.Where(t => t.Disabled || context.Db.Users.Any(m => m.Id == t.OwnerId && m.Disabled));
        var on = tokens.Where(t => !t.Disabled && !context.Db.Users.Any(m => m.Id == t.OwnerId && m.Disabled));
        return status switch
        {
            TokenStatus.Disabled => off,
            TokenStatus.Expired => on.Where(t => t.Expires <= now),
            TokenStatus.NotYetValid => on.Where(t => (t.Expires == null || t.Expires > now) && t.NotBefore > now),
            TokenStatus.Active => on.Where(t => (t.Expires == null || t.Expires > now) && (t.NotBefore == null || t.NotBefore <= now)),
        };
    }

    internal static IOrderedQueryable<ApiToken> Sort(IQueryable<ApiToken> tokens, TokenOrder order, bool descending) =>
        (order, descending) switch
        {
            (TokenOrder.Created, false) => tokens.OrderBy(t => t.Id),
            (TokenOrder.Created, true) => tokens.OrderByDescending(t => t.Id),
            (TokenOrder.Name, false) => tokens.OrderBy(t => t.Name).ThenBy(t => t.Id),
            (TokenOrder.Name, true) => tokens.OrderByDescending(t => t.Name).ThenBy(t => t.Id),
            (TokenOrder.Expires, false) => tokens.OrderBy(t => t.Expires == null).ThenBy(t => t.Expires).ThenBy(t => t.Id),
            (TokenOrder.Expires, true) => tokens
                .OrderByDescending(t => t.Expires == null)
                .ThenByDescending(t => t.Expires)
                .ThenBy(t => t.Id),
            (TokenOrder.LastUsed, false) => tokens.OrderBy(t => t.LastUsed != null).ThenBy(t => t.LastUsed).ThenBy(t => t.Id),
            (TokenOrder.LastUsed, true) => tokens
                .OrderByDescending(t => t.LastUsed != null)
                .ThenByDescending(t => t.LastUsed)
                .ThenBy(t => t.Id),
        };
}
