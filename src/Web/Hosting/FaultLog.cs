using Microsoft.AspNetCore.Diagnostics;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Writes a fault into the log under the request id that the error page shows: whoever is given the id finds what happened.</summary>
internal sealed partial class FaultLog(ILogger<FaultLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception fault, CancellationToken cancel)
    {
        Failed(log, context.TraceIdentifier, fault);
        return ValueTask.FromResult(false); // The page is still to be drawn.
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed.")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
