using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Hashes and verifies passwords, one at a time: a check costs more than a tenth of a second of a core, so that a few sign-ins at
/// once wait for each
/// other and leave the other cores to everyone else. Networks take turns; known devices and open sessions go first.</summary>
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

    /// <summary>How many requests wait for their turn.</summary>
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

    /// <summary>Waits for this request's turn; dispose of the slot to give the turn to the next.</summary>
    /// <returns>Null when too many wait already, or when the request is cancelled.</returns>
    public async Task<PasswordSlot?> EnterAsync(QueueKey key, CancellationToken cancel)
    {
        Waiter? waiter;
        lock (_lock)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return new PasswordSlot(Hashing, Leave);
            }
            waiter = QueueOf(key).TryAdd(key);
        }
        if (waiter is null)
        {
            return null;
        }
        await using var registration = cancel.Register(() => GiveUp(waiter));
        return await waiter.Ended ? new PasswordSlot(Hashing, Leave) : null;
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_lock)
        {
            QueueOf(waiter.Key).Remove(waiter);
            waiter.End(isItsTurn: false); // Without effect when its turn has just come.
        }
    }

    private void Leave()
    {
        lock (_lock)
        {
            var next = _known.TakeNext() ?? _others.TakeNext();
            _isTaken = next is not null;
            next?.End(isItsTurn: true);
        }
    }

    private FairQueue QueueOf(QueueKey key) => key.IsKnown ? _known : _others;
}

/// <summary>The turn of one request: nobody else hashes meanwhile.</summary>
internal sealed class PasswordSlot(PasswordHashing hashing, Action leave) : IDisposable
{
    private bool _isLeft;

    public Task<string> HashAsync(Plaintext password) => Task.Run(() => hashing.Hash(password));

    /// <summary>Verifies against a stored hash, or against a dummy at the same cost when there is none.</summary>
    public Task<PasswordMatch> VerifyAsync(string? hash, Plaintext? password) => Task.Run(() => hashing.Verify(hash, password));

    public void Dispose()
    {
        if (!_isLeft)
        {
            _isLeft = true;
            leave();
        }
    }
}
