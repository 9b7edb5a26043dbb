using System.Security.Cryptography;
using SecretsDashboard.Web.Api;

namespace SecretsDashboard.Web.Logs;

/// <summary>Logs requests that ended with a fault, under the request id in the response. The first of a kind in a minute is
/// logged completely; later ones, which a client may cause thousands of times per second, are only counted in the next
/// line.</summary>
internal sealed partial class RequestFaults(LogThrottle throttle, TimeProvider time, ILogger<RequestFaults> log)
{
    private readonly MinuteCounter _unreadable = new(time);

    public void Log(string requestId, Exception fault)
    {
        if (fault is CryptographicException)
        {
            LogUnreadable(requestId, fault);
        }
        else if (throttle.CountEntry(nameof(RequestFaults), default, fault) is { } count)
        {
            Failed(log, requestId, count, fault);
        }
    }

    /// <summary>A stored value can't be decrypted. A stack trace doesn't explain this, so none is logged.</summary>
    private void LogUnreadable(string requestId, Exception fault)
    {
        if (_unreadable.CountEvent() is { } count)
        {
            Unreadable(log, requestId, count, fault.Message);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Request {RequestId} failed. {Count} requests failed like this since the last such line; further ones are logged once a minute."
    )]
    private static partial void Failed(ILogger log, string requestId, long count, Exception fault);

    [LoggerMessage(
        LogLevel.Error,
        "Request {RequestId} failed: a stored value can't be decrypted, because its row was changed or the key does not match ({Reason}). "
            + "{Count} requests failed like this since the last such line; further ones are logged once a minute."
    )]
    private static partial void Unreadable(ILogger log, string requestId, long count, string reason);
}
