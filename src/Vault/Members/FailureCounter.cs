using System.Net;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Members;

/// <summary>Counts failed sign-ins by network, in addition to the count by account: clients that try many accounts are rejected. An IPv6
/// site with many networks is also counted as a whole.</summary>
internal sealed class FailureCounter(VaultLimits limits)
{
    /// <summary>The maximum number of counted networks, which bounds the memory:
    /// counting would not stop an attacker with more networks anyway.</summary>
    internal const int MaxNetworks = 10_000;

    /// <summary>A site may have this many times as many failures as one network.</summary>
    internal const int NetworksOfOneSite = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<(IPAddress Prefix, bool IsSite), (DateTimeOffset Since, int Count)> _failures = [];

    public bool IsBlocked(IPAddress? address, DateTimeOffset now)
    {
        if (address is null)
        {
            return false;
        }
        lock (_lock)
        {
            return CountOf((Network.Of(address), false), now) >= limits.FailuresPerNetwork
                || CountOf((Network.SiteOf(address), true), now) >= limits.FailuresPerNetwork * NetworksOfOneSite;
        }
    }

    public void Count(IPAddress? address, DateTimeOffset now)
    {
        if (address is null)
        {
            return;
        }
        lock (_lock)
        {
            Add((Network.Of(address), false), now);
            Add((Network.SiteOf(address), true), now);
            if (_failures.Count > MaxNetworks)
            {
                Forget(now);
            }
        }
    }

    private int CountOf((IPAddress, bool) key, DateTimeOffset now) =>
        _failures.TryGetValue(key, out var f) && IsRecent(f.Since, now) ? f.Count : 0;

    private void Add((IPAddress, bool) key, DateTimeOffset now)
    {
        var (since, count) = _failures.GetValueOrDefault(key);
        _failures[key] = count > 0 && IsRecent(since, now) ? (since, count + 1) : (now, 1);
    }

    private bool IsRecent(DateTimeOffset since, DateTimeOffset now) => now - since < limits.NetworkBlock;

    // Expired entries first; if there are none, half of the entries, those with the fewest failures, so that it is rarely needed.
    private void Forget(DateTimeOffset now)
    {
        foreach (var network in _failures.Where(f => !IsRecent(f.Value.Since, now)).Select(f => f.Key).ToList())
        {
            _failures.Remove(network);
        }
        if (_failures.Count > MaxNetworks)
        {
            foreach (var network in _failures.OrderBy(f => f.Value.Count).Take(MaxNetworks / 2).Select(f => f.Key).ToList())
            {
                _failures.Remove(network);
            }
        }
    }
}
