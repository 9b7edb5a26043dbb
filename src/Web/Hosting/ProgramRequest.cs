using Microsoft.Net.Http.Headers;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Tells programs from browsers by what they send. A browser that opens a
/// page says that it navigates, or that it accepts HTML.</summary>
internal static class ProgramRequest
{
    /// <summary>Whether a program sends it: with <c>Authorization</c>, or without accepting HTML.</summary>
    /// <remarks>A browser sends <c>Authorization</c> as well where a proxy asks for a password of its own: that one navigates.</remarks>
    public static bool Is(HttpRequest request) =>
        request.Headers["Sec-Fetch-Mode"] != "navigate" && (request.Headers.Authorization.Count > 0 || !AcceptsHtml(request));

    /// <summary>Whether it only reads.</summary>
    public static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>Whether it names HTML as what it accepts, as every form and every navigation of a browser does.</summary>
    public static bool NamesHtml(HttpRequest request) =>
        Accepted(request).Any(type => type.MediaType == "text/html" && type.Quality is not 0);

    private static bool AcceptsHtml(HttpRequest request) =>
        Accepted(request) is not { Count: > 0 } accepted || accepted.Any(type => type.Quality is not 0 && IsHtml(type));

    private static bool IsHtml(MediaTypeHeaderValue type) =>
        type.MatchesAllTypes || type.MediaType == "text/*" || type.MediaType == "text/html" || type.MediaType == "application/xhtml+xml";

    private static IList<MediaTypeHeaderValue> Accepted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted) ? accepted : [];
}
