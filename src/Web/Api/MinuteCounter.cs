namespace SecretsDashboard.Web.Api;

/// <summary>Counts frequent events, such as throttled requests, and once a minute returns how many to log, so that they can't fill the
/// log.</summary>
internal sealed class MinuteCounter(TimeProvider time)
{
    private static readonly TimeSpan ReportingInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long? _lastReport;
    private long _count;

    /// <summary>Counts one more event.</summary>
    /// <returns>The number of events since the last report, to be logged now; null when that report was less than a minute ago.</returns>
    public long? CountEvent()
    {
        lock (_lock)
        {
            _count++;
            if (_lastReport is { } last && time.GetElapsedTime(last) < ReportingInterval)
            {
                return null;
            }
            (var count, _count, _lastReport) = (_count, 0, time.GetTimestamp());
            return count;
        }
    }
}
