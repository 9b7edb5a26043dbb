namespace SecretsDashboard.Web.Gateway;

/// <summary>Which headers of a provider's answer stay away from the caller: those that speak to a browser about the whole site, lead elsewhere, or ask for a credential.</summary>
internal static class ProvidersHeaders
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie", "Set-Cookie2", "WWW-Authenticate", "Proxy-Authenticate", "Authentication-Info", "Location", "Content-Location", "Refresh", "Link", "Alt-Svc", "Server", "Via",
        "Strict-Transport-Security", "Public-Key-Pins", "Expect-CT", "Clear-Site-Data", "Service-Worker-Allowed", "SourceMap", "X-SourceMap", "Report-To", "Reporting-Endpoints", "NEL",
        "Cache-Control", "Expires", "Pragma", "Age", "X-Request-Id",
    };

    private static readonly string[] Families = ["Access-Control-", "Content-Security-Policy", "Cross-Origin-", "Permissions-Policy", "Referrer-Policy", "X-Frame-", "Accept-CH"];

    /// <param name="key">A header that repeats it is not passed on, whatever it is called.</param>
    public static bool Stays(string name, string? value, string key) =>
        Own.Contains(name) || Families.Any(family => name.StartsWith(family, StringComparison.OrdinalIgnoreCase)) || value?.Contains(key, StringComparison.OrdinalIgnoreCase) == true;
}
