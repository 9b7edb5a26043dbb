using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The browser's information about the page that sent a request. A page can't change these headers; other programs
/// send none of them.</summary>
internal static class RequestSource
{
    private const string SecFetchSite = "Sec-Fetch-Site";

    /// <summary>Whether the browser reports that another site or another origin sent the request. <c>none</c> means the
    /// user, by the address bar or a bookmark.</summary>
    public static bool IsAnotherSite(HttpRequest request) =>
        request.Headers[SecFetchSite] is { Count: > 0 } site && site is not [("same-origin" or "none")];

    /// <summary>Whether the browser reports that a page of this very origin sent the request.</summary>
    public static bool IsOwnPage(HttpRequest request) => request.Headers[SecFetchSite] is ["same-origin"];

    /// <summary>Whether the browser reports nothing: over plain HTTP it reports nothing to hosts other than loopback.</summary>
    public static bool IsUnknown(HttpRequest request) => request.Headers[SecFetchSite].Count == 0;

    public static bool HasOrigin(HttpRequest request) => request.Headers.ContainsKey(HeaderNames.Origin);

    /// <summary>The origin of the page that sent the request; null when the header is
    /// missing, <c>null</c>, malformed or sent twice.</summary>
    public static Origin? OriginOf(HttpRequest request) => request.Headers.Origin is [var origin] ? Origin.Parse(origin) : null;
}
