using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Web.Account;

/// <summary>An open page's requests about its own session. They use HTTP instead of the circuit, so that they work while
/// the connection is lost and after a restart of the server.</summary>
internal static class SessionEndpoint
{
    /// <summary>Only a script of this origin can send it: another site's form can't set headers, its script would need a
    /// preflight, and there is no CORS policy.</summary>
    public const string InputHeader = "Secrets-Dashboard-Input";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet(
                "/session",
                async (HttpContext context, SessionTimes sessions) =>
                    Answer(context, await sessions.ReadAsync(SessionCookie.CallerOf(context.User)))
            )
            .AllowAnonymous();
        routes.MapPost("/session", RenewAsync).AllowAnonymous();
    }

    private static async Task<IResult> RenewAsync(HttpContext context, SessionTimes sessions)
    {
        if (!IsFromOwnPage(context.Request))
        {
            return Results.Json(new { reason = "not_from_a_page" }, statusCode: StatusCodes.Status403Forbidden);
        }
        var caller = SessionCookie.CallerOf(context.User);
        try
        {
            return Answer(context, await sessions.RenewAsync(caller, context.RequestAborted));
        }
        catch (StorageException)
        {
            // A full disk is reported where a member changes something. Here the page only needs to know when the session ends.
            return Answer(context, await sessions.ReadAsync(caller));
        }
    }

    private static bool IsFromOwnPage(HttpRequest request) =>
        request.Headers.ContainsKey(InputHeader) && request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];

    private static IResult Answer(HttpContext context, SessionLife? life)
    {
        context.Response.Headers.CacheControl = "no-store";
        return life is null
            ? Results.Json(new { reason = SessionCookie.EndOf(context) ?? "ended" }, statusCode: StatusCodes.Status401Unauthorized)
            : Results.Json(new { idle = (long)life.Idle.TotalMilliseconds, absolute = (long)life.Absolute.TotalMilliseconds });
    }
}
