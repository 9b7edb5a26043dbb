using System.Collections.Concurrent;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gateways;

/// <summary>Records the providers' responses to keys. A response belongs to a use that was already audited, so recording it is no operation
/// and adds no audit row.</summary>
public sealed class KeyStatuses
{
    private const int MaxKeys = 20_000;

    private static readonly TimeSpan MinInterval = TimeSpan.FromMinutes(1);

    private readonly WriteQueue _writeQueue;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<ProviderConfigId, Recorded> _recorded = new();

    internal KeyStatuses(WriteQueue writeQueue, TimeProvider time) => (_writeQueue, _time) = (writeQueue, time);

    /// <summary>Records a response, at most once a minute while it stays the same.</summary>
    /// <param name="wasAccepted">The provider did not refuse the key.</param>
    /// <exception cref="StorageException">It could not be written.</exception>
    public async Task RecordAsync(ProviderKey key, bool wasAccepted)
    {
        var now = _time.GetUtcNow();
        if (!ShouldRecord(key, wasAccepted, now))
        {
            return;
        }
        try
        {
            await _writeQueue.WriteAsync(
                transaction =>
                {
                    KeyStatusRow.Write(transaction, key, wasAccepted, now);
                    return Task.FromResult(Unit.Value);
                },
                CancellationToken.None
            );
        }
        catch
        {
            _recorded.TryRemove(key.Config, out _); // The next use must record the status again.
            throw;
        }
    }

    private bool ShouldRecord(ProviderKey key, bool wasAccepted, DateTimeOffset now)
    {
        if (
            _recorded.TryGetValue(key.Config, out var last)
            && last with { At = now } == new Recorded(key.Modified, key.Version, wasAccepted, now)
            && now - last.At < MinInterval
        )
        {
            return false;
        }
        if (_recorded.Count >= MaxKeys)
        {
            _recorded.Clear();
        }
        _recorded[key.Config] = new Recorded(key.Modified, key.Version, wasAccepted, now);
        return true;
    }

    private readonly record struct Recorded(DateTimeOffset Modified, string Version, bool WasAccepted, DateTimeOffset At);
}
