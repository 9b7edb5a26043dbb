using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Endpoints for load balancers and probes: they require no sign-in or session, write no audit row, and give no
/// details to unauthenticated clients.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapHealth(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<OpenVault>().Readiness;
        Map(app, "/healthz", context => AnswerAsync(context, isWell: true));
        Map(app, "/readyz", async context => await AnswerAsync(context, await readiness.IsReadyAsync()));
    }

    // Short-circuited right after routing: neither cookies nor the host name matter here.
    private static void Map(WebApplication app, string path, RequestDelegate answer) =>
        app.MapMethods(path, Methods, answer).AllowAnonymous().ShortCircuit();

    private static Task AnswerAsync(HttpContext context, bool isWell)
    {
        var (status, text) = isWell ? (StatusCodes.Status200OK, "ok\n") : (StatusCodes.Status503ServiceUnavailable, "unavailable\n");
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        context.Response.ContentLength = text.Length;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text, context.RequestAborted);
    }
}
