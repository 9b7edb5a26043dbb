using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Returns an error to a program that calls an address of a page, or an unknown address. Redirected to the sign-in
/// page like a browser, a program would take the page for success, or for an empty list.</summary>
internal static class WrongAddress
{
    /// <summary>Must run after the endpoints for programs. Returns 404 in the format of the API.</summary>
    public static void UseWrongAddress(this IApplicationBuilder app) =>
        app.Use((context, next) => IsOfProgram(context) ? AnswerAsync(context, NotFound(context.Request)) : next(context));

    /// <summary>Returns 401 where the cookie handler would redirect a program to the sign-in page, for example at an export.</summary>
    public static void ReturnUnauthorizedToPrograms(CookieAuthenticationEvents events)
    {
        var redirect = events.OnRedirectToLogin;
        events.OnRedirectToLogin = context => IsFromBrowser(context) ? redirect(context) : AnswerAsync(context.HttpContext, NoSession);
    }

    private static ApiFailure NoSession { get; } =
        ApiFailure.Of(
            StatusCodes.Status401Unauthorized,
            10000,
            "Authentication error: this address belongs to the dashboard, where members sign in."
        );

    private static ApiFailure NotFound(HttpRequest request) =>
        ApiFailure.Of(
            StatusCodes.Status404NotFound,
            7000,
            $"No route for that URI: the API is below {request.PathBase}{ApiSetup.Path}, services read their values below "
                + $"{request.PathBase}{RuntimeSetup.Path}, and gateways are below {request.PathBase}{GatewaySetup.Path}."
        );

    // A form post whose session ended comes from a browser, so it is still redirected to sign-in.
    private static bool IsFromBrowser(RedirectContext<CookieAuthenticationOptions> context) =>
        !ProgramRequest.Is(context.Request) && (ProgramRequest.IsRead(context.Request) || ProgramRequest.NamesHtml(context.Request));

    private static bool IsOfProgram(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        // A mapped endpoint declares who may call it; the endpoint that routing creates itself (405) doesn't.
        var isMapped = metadata?.GetMetadata<IAllowAnonymous>() is not null || metadata?.GetMetadata<IAuthorizeData>() is not null;
        return isMapped
            ? metadata!.GetMetadata<ComponentTypeMetadata>() is not null && ProgramRequest.Is(context.Request)
            : !ProgramRequest.IsRead(context.Request) || ProgramRequest.Is(context.Request);
    }

    private static async Task AnswerAsync(HttpContext context, ApiFailure failure)
    {
        ApiResponder.Write(context.Response, failure, context.TraceIdentifier);
        RequestBodyDrain.Allow(context);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
