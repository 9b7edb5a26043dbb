using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Account;

/// <summary>Signing out: the session's row ends, so that every page and circuit of it is over, and the cookie goes.</summary>
internal static class LogoutEndpoint
{
    public static void MapLogout(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/logout", SignOutAsync).AllowAnonymous();
        // Somebody who types the address is asked nothing and loses nothing: a link must not sign anybody out.
        routes.MapGet("/logout", () => Results.Redirect("~/account")).AllowAnonymous();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, Gate gate, IAntiforgery antiforgery)
    {
        if (!IsFromOwnPage(context.Request) && !await antiforgery.IsRequestValidAsync(context))
        {
            // The form is from another sign-in than the cookie's. Signed in, they would
            // believe themselves out: the account page offers it again.
            return Results.Redirect(context.User.Identity?.IsAuthenticated == true ? "~/account" : "~/login?note=ended");
        }
        await EndSessionAsync(context, gate);
        return Results.Redirect("~/login?note=signed-out");
    }

    // No page can set this header for another; and a page that was not found has no antiforgery token once it is live.
    private static bool IsFromOwnPage(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin";

    /// <summary>Ends the row of the session that the request names, and takes its cookie away.</summary>
    internal static async Task EndSessionAsync(HttpContext context, Gate gate)
    {
        await gate.AskAsync(SessionCookie.CallerOf(context.User), new SignOut());
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
