using System.Net;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Members;

/// <summary>Failed sign-ins by network, beside the count by account: whoever tries many accounts is turned away before they lock them all.</summary>
internal sealed class FailureCounter(VaultLimits limits)
{
    /// <summary>Whoever has more networks than this is not stopped by counting them; the memory must not pay for it.</summary>
    internal const int MostNetworks = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (DateTimeOffset Since, int Count)> _failures = [];

    public bool IsBlocked(IPAddress? address, DateTimeOffset now)
    {
        lock (_lock)
        {
            return address is not null && _failures.TryGetValue(Network.Of(address), out var f) && IsRecent(f.Since, now) && f.Count >= limits.FailuresPerAddress;
        }
    }

    public void Count(IPAddress? address, DateTimeOffset now)
    {
        if (address is null)
        {
            return;
        }
        var network = Network.Of(address);
        lock (_lock)
        {
            var (since, count) = _failures.GetValueOrDefault(network);
            _failures[network] = count > 0 && IsRecent(since, now) ? (since, count + 1) : (now, 1);
            if (_failures.Count > MostNetworks)
            {
                Forget(now);
            }
        }
    }

    private bool IsRecent(DateTimeOffset since, DateTimeOffset now) => now - since < limits.Lockout;

    // First what is past; if that frees nothing, those with the fewest failures, half of them at once so that it is rare.
    private void Forget(DateTimeOffset now)
    {
        foreach (var network in _failures.Where(f => !IsRecent(f.Value.Since, now)).Select(f => f.Key).ToList())
        {
            _failures.Remove(network);
        }
        if (_failures.Count > MostNetworks)
        {
            foreach (var network in _failures.OrderBy(f => f.Value.Count).Take(MostNetworks / 2).Select(f => f.Key).ToList())
            {
                _failures.Remove(network);
            }
        }
    }
}
