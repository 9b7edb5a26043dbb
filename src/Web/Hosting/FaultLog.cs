using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using SecretsDashboard.Web.Api;
using SecretsDashboard.Web.Logs;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Logs a fault under the request id that the error page shows, so that the id leads to the log entry.</summary>
/// <remarks>A member's fault is always logged, because the member may ask about it. Faults caused by unauthenticated
/// clients or by a tampered row are throttled.</remarks>
internal sealed partial class FaultLog(RequestFaults faults, TimeProvider time, ILogger<FaultLog> log) : IExceptionHandler
{
    private readonly MinuteCounter _unreadable = new(time);

    public ValueTask<bool> TryHandleAsync(HttpContext context, Exception fault, CancellationToken cancel)
    {
        if (StatusOfUnreadable(fault) is { } status)
        {
            LogUnreadable(context.TraceIdentifier, fault, status);
        }
        else if (context.User.Identity?.IsAuthenticated == true && fault is not CryptographicException)
        {
            Failed(log, context.TraceIdentifier, fault);
        }
        else
        {
            faults.Log(context.TraceIdentifier, fault);
        }
        return ValueTask.FromResult(false); // The error page must still be rendered.
    }

    /// <summary>The status for a request with an invalid body, such as a malformed form; null for every other fault.</summary>
    public static int? StatusOfUnreadable(Exception fault) =>
        fault switch
        {
            BadHttpRequestException request => request.StatusCode,
            AntiforgeryValidationException or InvalidDataException => StatusCodes.Status400BadRequest,
            _ => null,
        };

    // Without the exception: its message may quote the body, including a secret value.
    private void LogUnreadable(string requestId, Exception fault, int status)
    {
        if (_unreadable.CountEvent() is { } count)
        {
            Unreadable(log, requestId, fault.GetType().Name, status, count);
        }
    }

    [LoggerMessage(LogLevel.Error, "Request {RequestId} failed.")]
    private static partial void Failed(ILogger log, string requestId, Exception fault);

    [LoggerMessage(
        LogLevel.Information,
        "Request {RequestId} could not be read ({Kind}), and was answered with {Status}. {Count} such requests since the last such line; "
            + "further ones are logged once a minute."
    )]
    private static partial void Unreadable(ILogger log, string requestId, string kind, int status, long count);
}
