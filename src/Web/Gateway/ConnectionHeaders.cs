namespace SecretsDashboard.Web.Gateway;

/// <summary>Headers named in <c>Connection</c>: they are for one connection only and must not be forwarded (RFC 9110, 7.6.1).</summary>
internal static class ConnectionHeaders
{
    /// <param name="values">The values of the <c>Connection</c> header. In a caller's, Kestrel keeps no other name beside
    /// <c>close</c> or <c>keep-alive</c>.</param>
    public static HashSet<string> In(IEnumerable<string?> values) =>
        values
            .SelectMany(v => v?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
