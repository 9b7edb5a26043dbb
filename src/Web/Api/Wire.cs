using System.Globalization;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Web.Api;

/// <summary>The formats of single values.</summary>
internal static class Wire
{
    private static readonly string[][] ScopesOf =
    [
        .. Enumerable
            .Range(0, 64)
            .Select(set => ScopeNames.Of((Access.Scopes)set).Select(s => s.WireName).Order(StringComparer.Ordinal).ToArray()),
    ];

    /// <summary>Sorted; there are only 64 such lists.</summary>
    public static string[] Scopes(Scopes scopes) => ScopesOf[(byte)scopes];

    /// <summary>RFC 3339 in UTC, to the millisecond as it is stored.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string? Time(DateTimeOffset? time) => time is { } t ? Time(t) : null;

    public static string Status(SecretStatus status) =>
        status switch
        {
            SecretStatus.Pending => "pending",
            SecretStatus.Active => "active",
            SecretStatus.Deleted => "deleted",
        };
}
