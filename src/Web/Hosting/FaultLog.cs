using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Writes a fault into the log under the request id that the error page shows: whoever is given the id finds what happened.</summary>
internal sealed partial class FaultLog(ILogger<FaultLog> log) : IExceptionHandler
{
    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception fault, CancellationToken cancel)
    {
        if (StatusOfUnreadable(fault) is { } status)
        {
            // Without the exception: its message may quote the body, and a value with it.
            Unreadable(log, context.TraceIdentifier, fault.GetType().Name, status);
        }
        else
        {
            Failed(log, context.TraceIdentifier, fault);
        }
        return ValueTask.FromResult(false); // The page is still to be drawn.
    }

    /// <summary>The status for a request whose body is broken, as for a form that is none; null for every other fault.</summary>
    public static int? StatusOfUnreadable(Exception fault) => fault switch
    {
        BadHttpRequestException request => request.StatusCode,
        AntiforgeryValidationException or InvalidDataException => StatusCodes.Status400BadRequest,
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed.")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);

    [LoggerMessage(LogLevel.Information, "Request {RequestId} could not be read ({Kind}), and was answered with {Status}.")]
    private static partial void Unreadable(ILogger log, string requestId, string kind, int status);
}
