namespace SecretsDashboard.Vault.Members;

/// <summary>Holds tries from unknown devices back, the longer the more of them failed for the same address, whether or not a member has it.
/// A try that waits here
/// takes no slot of the password queue; how many wait is bounded, in all and by network.</summary>
internal sealed class SignInDelays(VaultLimits limits, TimeProvider time)
{
    internal const int Slots = 1_000,
        SlotsOfOneNetwork = 4,
        SlotsOfOneSite = 16;

    private readonly Lock _lock = new();
    private readonly FairQueue _waiting = new(Slots, SlotsOfOneNetwork, SlotsOfOneSite);

    internal int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>How long a try waits after so many failures: not at all at first, then a second, and twice as long each time up to the
    /// limit.</summary>
    public TimeSpan After(int failures)
    {
        var doubled = failures - limits.UndelayedFailures;
        return doubled < 0 ? TimeSpan.Zero
            : doubled > 16 ? limits.LongestSignInDelay
            : TimeSpan.FromSeconds(Math.Min(1 << doubled, limits.LongestSignInDelay.TotalSeconds));
    }

    /// <returns>False when too many wait already, or when the request is cancelled.</returns>
    public async Task<bool> WaitAsync(TimeSpan delay, QueueKey key, CancellationToken cancel)
    {
        Waiter? waiter;
        lock (_lock)
        {
            waiter = _waiting.TryAdd(key);
        }
        if (waiter is null)
        {
            return false;
        }
        await using var timer = time.CreateTimer(_ => End(waiter, isItsTurn: true), null, delay, Timeout.InfiniteTimeSpan);
        await using var registration = cancel.Register(() => End(waiter, isItsTurn: false));
        return await waiter.Ended;
    }

    private void End(Waiter waiter, bool isItsTurn)
    {
        lock (_lock)
        {
            _waiting.Remove(waiter);
        }
        waiter.End(isItsTurn);
    }
}
