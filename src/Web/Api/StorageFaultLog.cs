namespace SecretsDashboard.Web.Api;

/// <summary>Tells the log that the storage can't be used: once a minute, with how many requests ended
/// so. A line for each of thousands a second would fill what the log lies on, which
/// may be the very disk that is full, and it could not recover.</summary>
internal sealed partial class StorageFaultLog(TimeProvider time, ILogger<StorageFaultLog> log)
{
    private readonly MinuteCounter _ended = new(time);

    public void Write(string requestId, Exception fault)
    {
        if (_ended.CountToWrite() is { } count)
        {
            Unusable(log, count, requestId, fault);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "The storage could not be used, and {Count} requests ended with 503, the latest {RequestId}. Further ones are logged once a minute."
    )]
    private static partial void Unusable(ILogger log, long count, string requestId, Exception fault);
}
