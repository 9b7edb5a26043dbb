using System.Net.Http.Headers;

namespace SecretsDashboard.Web.Gateway;

/// <summary>The headers of a provider's response that aren't passed on: those that affect the whole site in a browser,
/// redirect, ask for a credential, or are for one connection.</summary>
internal static class ResponseHeaderFilter
{
    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Set-Cookie",
        "Set-Cookie2",
        "WWW-Authenticate",
        "Proxy-Authenticate",
        "Authentication-Info",
        "Location",
        "Content-Location",
        "Refresh",
        "Link",
        "Alt-Svc",
        "Server",
        "Via",
        "Strict-Transport-Security",
        "Public-Key-Pins",
        "Expect-CT",
        "Clear-Site-Data",
        "Service-Worker-Allowed",
        "SourceMap",
        "X-SourceMap",
        "Report-To",
        "Reporting-Endpoints",
        "NEL",
        "Cache-Control",
        "Expires",
        "Pragma",
        "Age",
        "X-Request-Id",
        "Keep-Alive",
        "Proxy-Connection",
        "Trailer",
        "Upgrade",
    };

    private static readonly string[] Prefixes =
    [
        "Access-Control-",
        "Content-Security-Policy",
        "Cross-Origin-",
        "Permissions-Policy",
        "Referrer-Policy",
        "X-Frame-",
        "Accept-CH",
    ];

    /// <summary>Removes the headers from a response, before anything of it is copied.</summary>
    /// <param name="key">A header that contains the key is not passed on, whatever its name.</param>
    public static void RemoveHeaders(HttpResponseMessage response, string key)
    {
        var ofConnection = response.Headers.NonValidated.TryGetValues("Connection", out var named) ? ConnectionHeaders.In(named) : [];
        foreach (var headers in new HttpHeaders[] { response.Headers, response.Content.Headers })
        {
            foreach (
                var (name, _) in headers
                    .NonValidated.Where(h => ofConnection.Contains(h.Key) || IsWithheld(h.Key, h.Value.ToString(), key))
                    .ToList()
            )
            {
                headers.Remove(name);
            }
        }
    }

    private static bool IsWithheld(string name, string value, string key) =>
        Own.Contains(name)
        || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        || name.Contains(key, StringComparison.OrdinalIgnoreCase)
        || value.Contains(key, StringComparison.OrdinalIgnoreCase);
}
