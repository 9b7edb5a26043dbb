using Microsoft.AspNetCore.SignalR;

namespace SecretsDashboard.Web.Circuits;

/// <summary>Binds the requests of a circuit to the session that opened it: a connection's token and a circuit's id are
/// useless to another session.</summary>
internal sealed class CircuitOwnerCheck(RequestDelegate next, CircuitSessions sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint() as RouteEndpoint;
        var session = CircuitOwner.Of(context.User)?.Session;
        if (
            endpoint?.Metadata.GetMetadata<HubMetadata>() is not null
            && context.Request.Query["id"] is [{ Length: > 0 } token]
            && !sessions.MayUse(token, session)
        )
        {
            // The same response as SignalR's to an unknown token.
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            context.Response.ContentType = "text/plain";
            await context.Response.WriteAsync("No Connection with that ID", context.RequestAborted);
        }
        else if (
            endpoint?.RoutePattern.RawText == CircuitTermination.Path
            && HttpMethods.IsPost(context.Request.Method)
            && !(await CircuitOfAsync(context.Request) is { } circuit && sessions.TryEnd(circuit, session))
        )
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest; // The same response as to a malformed id.
        }
        else
        {
            await next(context);
        }
    }

    private static async Task<string?> CircuitOfAsync(HttpRequest request)
    {
        try
        {
            return
                request.HasFormContentType
                && (await request.ReadFormAsync(request.HttpContext.RequestAborted))[CircuitTermination.Field] is [var circuit]
                ? circuit
                : null;
        }
        catch (Exception e) when (e is InvalidDataException or BadHttpRequestException)
        {
            return null;
        }
    }
}
