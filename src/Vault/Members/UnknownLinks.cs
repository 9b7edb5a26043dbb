using System.Net;

namespace SecretsDashboard.Vault.Members;

/// <summary>Which networks have followed an unknown one-time link within the last minute: the
/// first such request of a minute leaves an audit row, the others leave none, so
/// that guessing links can't fill the disk.</summary>
internal sealed class UnknownLinks
{
    /// <summary>As many networks are remembered at once. While there are that many, further
    /// ones leave no row: neither memory nor disk pays for them.</summary>
    internal const int MaxNetworks = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, DateTimeOffset> _recorded = [];
    private DateTimeOffset _swept;

    /// <summary>Whether this request is to leave an audit row; if so, the next one of its network does a minute later.</summary>
    /// <param name="address">Null when it is not known (a Unix socket): then every request leaves its row.</param>
    public bool ShouldRecord(IPAddress? address, DateTimeOffset now)
    {
        if (address is null)
        {
            return true;
        }
        var network = Network.Of(address);
        lock (_lock)
        {
            if (_recorded.TryGetValue(network, out var last) && now - last < Interval)
            {
                return false;
            }
            if (_recorded.Count >= MaxNetworks && !Sweep(now))
            {
                return false;
            }
            _recorded[network] = now;
            return true;
        }
    }

    /// <summary>Forgets the networks whose minute is over, at most once a second since it looks at all of them.</summary>
    /// <returns>Whether there is space now.</returns>
    private bool Sweep(DateTimeOffset now)
    {
        if (now - _swept < TimeSpan.FromSeconds(1))
        {
            return false;
        }
        _swept = now;
        foreach (var network in _recorded.Where(r => now - r.Value >= Interval).Select(r => r.Key).ToList())
        {
            _recorded.Remove(network);
        }
        return _recorded.Count < MaxNetworks;
    }
}
