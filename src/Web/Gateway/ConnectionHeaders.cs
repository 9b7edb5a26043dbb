namespace SecretsDashboard.Web.Gateway;

/// <summary>Headers that one connection has made its own by naming them in <c>Connection</c>: they end with it (RFC 9110, 7.6.1).</summary>
internal static class ConnectionHeaders
{
    /// <param name="values">Of the header <c>Connection</c>. Of a caller's, Kestrel keeps
    /// no other name beside <c>close</c> or <c>keep-alive</c>.</param>
    public static HashSet<string> In(IEnumerable<string?> values) =>
        values
            .SelectMany(v => v?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
