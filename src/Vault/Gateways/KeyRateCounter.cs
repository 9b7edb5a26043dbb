using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Counts the uses per minute of each key that has a limit of its own.</summary>
internal sealed class KeyRateCounter(TimeProvider time)
{
    // Only existing keys are counted; removed ones are evicted with all others.
    private const int MaxKeys = 20_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ProviderConfigId, (long Began, int Uses)> _keys = [];
    private readonly Lock _lock = new();

    /// <summary>Uses up one request of the key's current minute.</summary>
    /// <returns>Null if a request was left; otherwise the time until the next minute.</returns>
    public TimeSpan? Take(ProviderConfigId key, int perMinute)
    {
        lock (_lock)
        {
            var (began, uses) = _keys.GetValueOrDefault(key, (time.GetTimestamp(), 0));
            var elapsed = time.GetElapsedTime(began);
            if (elapsed >= Minute)
            {
                (began, uses, elapsed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            }
            if (uses >= perMinute)
            {
                return Minute - elapsed;
            }
            if (_keys.Count >= MaxKeys)
            {
                _keys.Clear();
            }
            _keys[key] = (began, uses + 1);
            return null;
        }
    }
}
