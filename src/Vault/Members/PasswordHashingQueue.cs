using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Hashes and verifies passwords one at a time: a check uses a core for more than a tenth of a second, so concurrent sign-ins wait
/// for each other and leave the other cores free. Networks take turns; known devices and open sessions come first.</summary>
internal sealed class PasswordHashingQueue(int iterations)
{
    internal const int Slots = 64,
        SlotsOfOneNetwork = 4,
        SlotsOfOneSite = 8,
        SlotsOfOneDevice = 2,
        SlotsOfOneMember = 4;

    private readonly Lock _lock = new();
    private readonly FairQueue _known = new(Slots, SlotsOfOneDevice, SlotsOfOneMember);
    private readonly FairQueue _others = new(Slots, SlotsOfOneNetwork, SlotsOfOneSite);
    private bool _isTaken;

    public PasswordHashing Hashing { get; } = new(iterations);

    /// <summary>The number of waiting requests.</summary>
    internal int Waiting
    {
        get
        {
            lock (_lock)
            {
                return _known.Count + _others.Count;
            }
        }
    }

    /// <summary>Waits for this request's turn; disposing of the slot starts the next turn.</summary>
    /// <returns>Null if too many requests are waiting, or if the request is cancelled.</returns>
    public async Task<PasswordSlot?> EnterAsync(QueueKey key, CancellationToken cancel)
    {
        Waiter? waiter;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new PasswordSlot(Hashing, Release);
            }
            waiter = QueueOf(key).TryAdd(key);
        }
        if (waiter is null)
        {
            return null;
        }
        await using var registration = cancel.Register(() => Cancel(waiter));
        return await waiter.Ended ? new PasswordSlot(Hashing, Release) : null;
    }

    private void Cancel(Waiter waiter)
    {
        lock (_lock)
        {
            QueueOf(waiter.Key).Remove(waiter);
            waiter.End(isItsTurn: false); // It has no effect if the turn has just begun.
        }
    }

    private void Release()
    {
        lock (_lock)
        {
            var next = _known.Dequeue() ?? _others.Dequeue();
            _isTaken = next is not null;
            next?.End(isItsTurn: true);
        }
    }

    private FairQueue QueueOf(QueueKey key) => key.IsKnown ? _known : _others;
}

/// <summary>The turn of one request: no other request hashes at the same time.</summary>
internal sealed class PasswordSlot(PasswordHashing hashing, Action leave) : IDisposable
{
    private bool _isCanceled;

    public Task<string> HashAsync(Plaintext password) => Task.Run(() => hashing.Hash(password));

    /// <summary>Verifies against a stored hash, or, if there is none, against a dummy at the same cost.</summary>
    public Task<PasswordMatch> VerifyAsync(string? hash, Plaintext? password) => Task.Run(() => hashing.Verify(hash, password));

    public void Dispose()
    {
        if (!_isCanceled)
        {
            _isCanceled = true;
            leave();
        }
    }
}
