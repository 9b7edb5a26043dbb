namespace SecretsDashboard.Vault.Members;

/// <summary>Delays sign-ins from unknown devices: the more of them failed for the address, the longer, whether or not a member has it. A
/// waiting request uses no slot of the password queue; the number of waiting requests is limited, in total and per network.</summary>
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

    /// <summary>The delay after a number of failures: none at first, then one
    /// second, doubled with each further failure up to the limit.</summary>
    public TimeSpan After(int failures)
    {
        var doubled = failures - limits.UndelayedFailures;
        return doubled < 0 ? TimeSpan.Zero
            : doubled > 16 ? limits.MaxSignInDelay
            : TimeSpan.FromSeconds(Math.Min(1 << doubled, limits.MaxSignInDelay.TotalSeconds));
    }

    /// <returns>False if too many requests are waiting, or if the request is cancelled.</returns>
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
