using System.Security.Cryptography;
using Microsoft.AspNetCore.Diagnostics;
using SecretsDashboard.Web.Logs;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Writes a fault into the log under the request id that the error page shows: whoever is given the id finds what happened.</summary>
/// <remarks>A member's fault is always logged: they may ask what it was. What unauthenticated clients or a changed row bring about is throttled.</remarks>
internal sealed partial class FaultLog(RequestFaults faults, ILogger<FaultLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception fault, CancellationToken cancel)
    {
        if (context.User.Identity?.IsAuthenticated == true && fault is not CryptographicException)
        {
            Failed(log, context.TraceIdentifier, fault);
        }
        else
        {
            faults.Log(context.TraceIdentifier, fault);
        }
        return ValueTask.FromResult(false); // The page is still to be drawn.
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed.")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);
}
