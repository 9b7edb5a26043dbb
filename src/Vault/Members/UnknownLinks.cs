using System.Net;

namespace SecretsDashboard.Vault.Members;

/// <summary>The networks that requested an unknown one-time link within the last minute: only the first such request of a minute adds an
/// audit row, so that guessing links can't fill the disk.</summary>
internal sealed class UnknownLinks
{
    /// <summary>The maximum number of stored networks. While it is reached,
    /// further networks add no row, which bounds both memory and disk.</summary>
    internal const int MaxNetworks = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, DateTimeOffset> _recorded = [];
    private DateTimeOffset _swept;

    /// <summary>Whether this request must add an audit row; if so, the next row of its network is at least a minute later.</summary>
    /// <param name="address">Null if it is not known (a Unix socket): then every request adds its row.</param>
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

    /// <summary>Removes networks whose minute is over, at most once a second, because it scans all of them.</summary>
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
