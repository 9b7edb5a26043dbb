using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Circuits;

/// <summary>
/// Rejects requests that pages of other origins send with a member's cookie. Cookies ignore ports, and with
/// <c>SameSite=Lax</c> they are sent from sibling hosts too, so a page there could otherwise open the member's circuit and
/// act in it.
/// </summary>
/// <remarks>Form posts are checked by their antiforgery token and by <c>Sec-Fetch-Site</c>, never by <c>Origin</c>: a page
/// with a secret address sends no referrer, and its own form then has the origin <c>null</c>.</remarks>
internal sealed partial class OriginCheck(
    RequestDelegate next,
    OwnOrigins own,
    CircuitSessions sessions,
    ConnectionProblems problems,
    TimeProvider time,
    ILogger<OriginCheck> log
)
{
    private const string CircuitPath = "/_blazor";

    private readonly MinuteCounter _refused = new(time);

    public Task InvokeAsync(HttpContext context)
    {
        if (IsOfCircuit(context))
        {
            return MayOpenCircuit(context.Request) ? next(context) : RefuseCircuitAsync(context);
        }
        return ChangesNothing(context.Request.Method) || !RequestSource.IsAnotherSite(context.Request)
            ? next(context)
            : RefuseFormAsync(context);
    }

    private bool MayOpenCircuit(HttpRequest request) =>
        (RequestSource.IsUnknown(request) || RequestSource.IsOwnPage(request))
        && (!RequestSource.HasOrigin(request) || (RequestSource.OriginOf(request) is { } origin && own.Contains(origin, request)));

    // The endpoint identifies it independently of the path's spelling; where routing has not run, the path does.
    private static bool IsOfCircuit(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText?.StartsWith(CircuitPath, StringComparison.OrdinalIgnoreCase) == true
        || context.Request.Path.StartsWithSegments(CircuitPath, StringComparison.OrdinalIgnoreCase);

    private static bool ChangesNothing(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private Task RefuseCircuitAsync(HttpContext context)
    {
        var (origin, server) = (RequestSource.OriginOf(context.Request), Origin.Of(context.Request));
        if (_refused.CountEvent() is { } count)
        {
            RefusedCircuits(log, count, origin?.ToString() ?? "another page", server?.ToString() ?? "an unknown host");
        }
        // An attempt of a foreign page has nothing to do with the settings, and must not be shown on the member's next page.
        if (
            origin is not null
            && !RequestSource.IsAnotherSite(context.Request)
            && CircuitOwner.Of(context.User) is { } owner
            && !sessions.HasCircuit(owner.Session)
        )
        {
            problems.Note(owner.Session, new ConnectionProblem.WrongAddress(origin, server));
        }
        return AnswerAsync(
            context,
            "This connection is refused: the browser's address is not the server's own. "
                + $"Behind a proxy, let it pass on the Host header, or set {OwnOrigins.Setting}."
        );
    }

    private static Task RefuseFormAsync(HttpContext context) =>
        AnswerAsync(
            context,
            "This form is refused: the browser says that a page of another site sent it. Open the page itself and send its form."
        );

    private static Task AnswerAsync(HttpContext context, string text)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text, context.RequestAborted);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Refused {Count} live connection(s) since the last report, the last one from {Origin}: "
            + "this server assumes its own address is {Own}. "
            + "If the former is where members open the dashboard, set PublicOrigins to it, "
            + "or let the proxy pass on the browser's Host (proxy_set_header Host $http_host) "
            + "and, from an address of Proxy:Trusted, X-Forwarded-Proto. If not, a page there tried to use a member's sign-in."
    )]
    private static partial void RefusedCircuits(ILogger log, long count, string origin, string own);
}
