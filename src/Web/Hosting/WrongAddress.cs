using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Gateway;
using SecretsDashboard.Web.Runtime;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Tells a program that it called an address of pages, or none at all. A browser is
/// led to the sign-in page instead: a program would take that for success,
/// and an empty list for the truth.</summary>
internal static class WrongAddress
{
    /// <summary>Comes after the addresses of programs; answers 404 in the API's own form.</summary>
    public static void UseWrongAddress(this IApplicationBuilder app) =>
        app.Use((context, next) => IsOfProgram(context) ? AnswerAsync(context, NotFound(context.Request)) : next(context));

    /// <summary>Answers 401 where the cookie's handler would lead a program to the sign-in page, such as at an export.</summary>
    public static void TellPrograms(CookieAuthenticationEvents events)
    {
        var lead = events.OnRedirectToLogin;
        events.OnRedirectToLogin = context => IsFollowed(context) ? lead(context) : AnswerAsync(context.HttpContext, NoSession);
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
            $"No route for that URI: the API is below {request.PathBase}{ApiMiddleware.Path}, services read their values below {request.PathBase}{RuntimeMiddleware.Path}, and gateways are below {request.PathBase}{GatewaySetup.Path}."
        );

    // A form whose session ended meanwhile is a browser's, and led to sign-in as before.
    private static bool IsFollowed(RedirectContext<CookieAuthenticationOptions> context) =>
        !ProgramRequest.Is(context.Request) && (ProgramRequest.IsRead(context.Request) || ProgramRequest.NamesHtml(context.Request));

    private static bool IsOfProgram(HttpContext context)
    {
        var metadata = context.GetEndpoint()?.Metadata;
        // An endpoint that is the program's own says who may call it; what routing answers by itself (405) does not.
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
