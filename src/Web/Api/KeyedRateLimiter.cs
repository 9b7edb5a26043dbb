using System.Threading.RateLimiting;

namespace SecretsDashboard.Web.Api;

/// <summary>Limits the requests per minute of each of many callers. Idle callers are evicted.</summary>
/// <param name="perMinute">Zero: no limit, and nothing is counted.</param>
internal sealed class KeyedRateLimiter<TKey>(int perMinute) : IDisposable
    where TKey : notnull
{
    /// <summary>The maximum number of tracked callers. Counting can't stop more callers than this, and they must not
    /// exhaust the memory.</summary>
    public const int MaxKeys = 20_000;

    private readonly FixedWindowRateLimiterOptions _window = new()
    {
        PermitLimit = Math.Max(perMinute, 1),
        Window = TimeSpan.FromMinutes(1),
        AutoReplenishment = false,
    };
    private readonly Lock _lock = new();
    private PartitionedRateLimiter<TKey>? _byKey;

    /// <summary>The number of counted callers since the last reset.</summary>
    public int Counted { get; private set; }

    /// <summary>Takes one request from the caller's limit.</summary>
    /// <returns>Null when the request is allowed; otherwise the time until the next one, at most a minute.</returns>
    public TimeSpan? Take(TKey key)
    {
        if (perMinute == 0)
        {
            return null;
        }
        lock (_lock)
        {
            using var lease = ByKey().AttemptAcquire(key);
            return lease.IsAcquired ? null
                : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
                : _window.Window;
        }
    }

    /// <summary>The same without taking anything: null when a request would be allowed.</summary>
    public TimeSpan? Wait(TKey key)
    {
        if (perMinute == 0)
        {
            return null;
        }
        lock (_lock)
        {
            using var lease = ByKey().AttemptAcquire(key, permitCount: 0);
            return lease.IsAcquired ? null
                : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
                : _window.Window;
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
