namespace SecretsDashboard.Web.Api;

/// <summary>Logs once a minute that the storage is unavailable, with the number of failed requests. One line per request,
/// thousands per second, could fill the log's disk, which may be the full disk itself, and prevent recovery.</summary>
internal sealed partial class StorageFaultLog(TimeProvider time, ILogger<StorageFaultLog> log)
{
    private readonly MinuteCounter _ended = new(time);

    public void Write(string requestId, Exception fault)
    {
        if (_ended.CountEvent() is { } count)
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
