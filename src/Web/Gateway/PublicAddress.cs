using System.Net;
using System.Net.Sockets;
using IPNetwork = System.Net.IPNetwork;

namespace SecretsDashboard.Web.Gateway;

/// <summary>Distinguishes public Internet addresses from all others: a host name in the configuration must not lead into
/// the server's own network unless the setting allows it.</summary>
internal static class PublicAddress
{
    // IANA's registries of special-purpose addresses, plus multicast and reserved ranges.
    private static readonly IPNetwork[] Special =
    [
        .. new[]
        {
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // In IPv6 only 2000::/3 is allocated. Within it the ranges below are not public, or embed an IPv4 address with an unknown destination.
    private static readonly IPNetwork Allocated = IPNetwork.Parse("2000::/3");

    private static readonly IPNetwork[] SpecialOfSix =
    [
        .. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse),
    ];

    public static bool Is(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? !Special.Any(n => n.Contains(plain))
            : Allocated.Contains(plain) && !SpecialOfSix.Any(n => n.Contains(plain));
    }
}
