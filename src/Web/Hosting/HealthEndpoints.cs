using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Web.Hosting;

/// <summary>What load balancers and probes ask: without sign-in, without a session,
/// without an audit row, and without detail for strangers.</summary>
internal static class HealthEndpoints
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    public static void MapHealth(this WebApplication app)
    {
        var readiness = app.Services.GetRequiredService<OpenVault>().Readiness;
        Map(app, "/healthz", context => AnswerAsync(context, isWell: true));
        Map(app, "/readyz", async context => await AnswerAsync(context, await readiness.IsReadyAsync()));
    }

    // Routing calls them at once: neither a cookie nor a host name matters here.
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
