using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Distinguishes programs from browsers by their headers. A browser that opens a page sends <c>Sec-Fetch-Mode:
/// navigate</c> or accepts HTML.</summary>
internal static class ProgramRequest
{
    /// <summary>Whether a program sent the request: it has <c>Authorization</c>, or doesn't accept HTML.</summary>
    /// <remarks>A browser also sends <c>Authorization</c> when a proxy asks for a password of its own, but then it navigates.</remarks>
    public static bool Is(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] != "navigate" && (request.Headers.Authorization.Count > 0 || !AcceptsHtml(request));

    /// <summary>Whether the request only reads.</summary>
    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Whether <c>Accept</c> names HTML explicitly, as in every form post and navigation of a browser.</summary>
    public static bool NamesHtml(HttpRequest request) =>
        Accepted(request).Any(type => type.MediaType == "text/html" && type.Quality is not 0);

    private static bool AcceptsHtml(HttpRequest request) =>
        Accepted(request) is not { Count: > 0 } accepted || accepted.Any(type => type.Quality is not 0 && IsHtml(type));

    private static bool IsHtml(MediaTypeHeaderValue type) =>
        type.MatchesAllTypes || type.MediaType == "text/*" || type.MediaType == "text/html" || type.MediaType == "application/xhtml+xml";

    private static IList<MediaTypeHeaderValue> Accepted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) ? accepted : [];
}
