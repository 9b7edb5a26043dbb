using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Counts the uses of each key that has a limit of its own, by the minute.</summary>
internal sealed class KeyRateCounter(TimeProvider time)
{
    // Only keys that exist are ever counted; what was removed since is forgotten with all others.
    private const int MaxKeys = 20_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Dictionary<ProviderConfigId, (long Began, int Uses)> _keys = [];
    private readonly Lock _lock = new();

    /// <summary>Takes one use of this key's minute.</summary>
    /// <returns>Null when there was one left; else how long to wait for the next.</returns>
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
