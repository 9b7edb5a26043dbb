using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Account;

/// <summary>Signing out: ends the session's row, and thereby all its pages and circuits, and deletes the cookie.</summary>
internal static class LogoutEndpoint
{
    public static void MapLogout(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/logout", SignOutAsync).AllowAnonymous();
        // A GET only redirects: a link must not be able to sign a member out.
        routes.MapGet("/logout", () => Results.Redirect("~/account")).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Gate gate, IAntiforgery antiforgery)
    {
        if (!IsFromOwnPage(context.Request) && !await antiforgery.IsRequestValidAsync(context))
        {
            // The form belongs to an earlier sign-in than the cookie. A member who is still signed in would believe they
            // are signed out: the account page offers it again.
            return Results.Redirect(context.User.Identity?.IsAuthenticated == true ? "~/account" : "~/login?note=ended");
        }
        await EndSessionAsync(context, gate);
        return Results.Redirect("~/login?note=signed-out");
    }

    // Browsers don't let a page set this header. It also covers a "not found" page, which has no antiforgery token once it is interactive.
    private static bool IsFromOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin";

    /// <summary>Ends the row of the request's session, and deletes its cookie.</summary>
    internal static async Task EndSessionAsync(HttpContext context, Gate gate)
    {
        await gate.AskAsync(SessionCookie.CallerOf(context.User), new SignOut());
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
