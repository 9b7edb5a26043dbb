using System.Threading.RateLimiting;

namespace SecretsDashboard.Web.Api;

/// <summary>A number of requests a minute for each of many askers. Whoever is silent for a while is forgotten.</summary>
/// <param name="perMinute">Zero: no limit, and nothing is counted.</param>
internal sealed class KeyedRateLimiter<TKey>(int perMinute) : IDisposable where TKey : notnull
{
    /// <summary>Whoever comes as more askers than this is not stopped by counting them; the memory must not pay for it.</summary>
    public const int MaxKeys = 20_000;

    private readonly FixedWindowRateLimiterOptions _window = new() { PermitLimit = Math.Max(perMinute, 1), Window = TimeSpan.FromMinutes(1), AutoReplenishment = false };
    private readonly Lock _lock = new();
    private PartitionedRateLimiter<TKey>? _byKey;

    /// <summary>How many askers were counted since they were last forgotten all at once.</summary>
    public int Counted { get; private set; }

    /// <summary>Takes one request of this asker's minute.</summary>
    /// <returns>Null when there was one left; else how long to wait for the next, at most a minute.</returns>
    public TimeSpan? Take(TKey key)
    {
        if (perMinute == 0)
        {
            return null;
        }
        lock (_lock)
        {
            using var lease = ByKey().AttemptAcquire(key);
            return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window.Window;
        }
    }

    /// <summary>The same without taking anything: null while there is one left.</summary>
    public TimeSpan? Wait(TKey key)
    {
        if (perMinute == 0)
        {
            return null;
        }
        lock (_lock)
        {
            using var lease = ByKey().AttemptAcquire(key, permitCount: 0);
            return lease.IsAcquired ? null : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window.Window;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _byKey?.Dispose();
        }
    }

    private PartitionedRateLimiter<TKey> ByKey()
    {
        if (Counted >= MaxKeys)
        {
            _byKey?.Dispose();
            (_byKey, Counted) = (null, 0);
        }
        return _byKey ??= PartitionedRateLimiter.Create<TKey, TKey>(key => RateLimitPartition.GetFixedWindowLimiter(key, Begin));
    }

    private FixedWindowRateLimiterOptions Begin(TKey key)
    {
        Counted++;
        return _window;
    }
}
