using System.Net;

namespace SecretsDashboard.Vault.Members;

/// <summary>The owner of a waiting request. Requests with the same key
/// share turns; keys of the same group share the group's slots.</summary>
/// <param name="IsKnown">The request comes from a known device or an open session, and is served before all others.</param>
internal readonly record struct QueueKey(string Key, string Group, bool IsKnown)
{
    /// <summary>The key of a network: an IPv4 address, or the /64 of an IPv6 address within its /48.</summary>
    public static QueueKey Of(IPAddress? address) =>
        address is null ? new("", "", IsKnown: false) : new($"{Network.Of(address)}", $"{Network.SiteOf(address)}", IsKnown: false);

    /// <summary>The key of a known device or session, grouped by member.</summary>
    public static QueueKey OfKnown(string device, string member) => new(device, member, IsKnown: true);
}

/// <summary>A waiting request. It completes with true when it is its turn, and with false when it loses its slot.</summary>
internal sealed class Waiter(QueueKey key, long turn)
{
    private readonly TaskCompletionSource<bool> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public QueueKey Key { get; } = key;
    public long Turn { get; } = turn;
    public Task<bool> Ended => _end.Task;

    public void End(bool isItsTurn) => _end.TrySetResult(isItsTurn);
}

/// <summary>Waiting requests in fair order: keys take turns (start-time fair queueing), and each has few slots. If all slots are taken, a
/// new key takes one from the key that has the most, so that no client blocks others with many requests. The owner must lock.</summary>
internal sealed class FairQueue(int slots, int slotsOfOneKey, int slotsOfOneGroup)
{
    private readonly List<Waiter> _waiting = [];
    private long _turn;

    public int Count => _waiting.Count;

    /// <returns>Null if no slot is free.</returns>
    public Waiter? TryAdd(QueueKey key)
    {
        var own = _waiting.Where(w => w.Key.Key == key.Key).ToList();
        if (
            own.Count >= slotsOfOneKey
            || !MakeRoom(own.Count, slotsOfOneGroup, [.. _waiting.Where(w => w.Key.Group == key.Group)])
            || !MakeRoom(own.Count, slots, _waiting)
        )
        {
            return null;
        }
        var waiter = new Waiter(key, Math.Max(_turn, own.Count == 0 ? 0 : own[^1].Turn) + 1);
        _waiting.Add(waiter);
        return waiter;
    }

    /// <summary>Removes the next request: the first one with the lowest turn.</summary>
    public Waiter? Dequeue()
    {
        if (_waiting.MinBy(w => w.Turn) is not { } next)
        {
            return null;
        }
        _turn = next.Turn;
        _waiting.Remove(next);
        return next;
    }

    public void Remove(Waiter waiter) => _waiting.Remove(waiter);

    // A slot is taken from a key only if that key still has at least as many as the new one afterwards.
    private bool MakeRoom(int own, int maxCount, List<Waiter> within)
    {
        if (within.Count < maxCount)
        {
            return true;
        }
        var largest = within.GroupBy(w => w.Key.Key).MaxBy(g => g.Count())!;
        if (largest.Count() <= own + 1)
        {
            return false;
        }
        var newest = largest.Last();
        _waiting.Remove(newest);
        newest.End(isItsTurn: false);
        return true;
    }
}
