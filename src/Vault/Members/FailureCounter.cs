using System.Collections.Concurrent;
using System.Net;
using SecretsDashboard.Vault.Gate;

namespace SecretsDashboard.Vault.Members;

/// <summary>Failed sign-ins by address, beside the count by account: whoever tries many accounts is turned away before they lock them all.</summary>
internal sealed class FailureCounter(VaultLimits limits)
{
    private const int MostAddresses = 10_000;

    private readonly ConcurrentDictionary<IPAddress, (DateTimeOffset Since, int Count)> _failures = new();

    public bool IsBlocked(IPAddress? address, DateTimeOffset now) =>
        address is not null && _failures.TryGetValue(Network(address), out var f) && now - f.Since < limits.Lockout && f.Count >= limits.FailuresPerAddress;

    public void Count(IPAddress? address, DateTimeOffset now)
    {
        if (address is null)
        {
            return;
        }
        if (_failures.Count >= MostAddresses)
        {
            Forget(now);
        }
        _failures.AddOrUpdate(Network(address), _ => (now, 1), (_, f) => now - f.Since < limits.Lockout ? (f.Since, f.Count + 1) : (now, 1));
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (address, failures) in _failures)
        {
            if (now - failures.Since >= limits.Lockout)
            {
                _failures.TryRemove(address, out _);
            }
        }
    }

    // Whoever has one IPv6 address usually has the whole /64.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
        {
            return address;
        }
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
