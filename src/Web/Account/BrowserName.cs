namespace SecretsDashboard.Web.Account;

/// <summary>A readable name for a User-Agent. The browser reports it itself: it is for display only, and no decision may
/// depend on it.</summary>
internal static class BrowserName
{
    // The order matters: most browsers also claim to be older ones.
    private static readonly (string Marker, string Name)[] Browsers =
    [
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ];

    private static readonly (string Marker, string Name)[] Systems =
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];

    public static string Of(string userAgent) =>
        (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
        {
            (null, null) => "Unknown browser",
            ({ } browser, null) => browser,
            (null, { } system) => $"Browser on {system}",
            ({ } browser, { } system) => $"{browser} on {system}",
        };

    private static string? Find((string Marker, string Name)[] known, string text) =>
        known.FirstOrDefault(k => text.Contains(k.Marker, StringComparison.Ordinal)).Name;
}
