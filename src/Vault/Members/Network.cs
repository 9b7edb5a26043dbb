using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Vault.Members;

/// <summary>Groups addresses into the networks that limits count.</summary>
public static class Network
{
    /// <summary>The network that is counted as one client: an IPv4 address, or the /64 of an IPv6 address.</summary>
    public static IPAddress Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }
        return Prefix(address, bytes: 8);
    }

    /// <summary>The site of a network: the IPv4 address itself, or the /48 of an IPv6 address, the largest block of one customer.</summary>
    public static IPAddress SiteOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? Prefix(address, bytes: 6) : Of(address);

    private static IPAddress Prefix(IPAddress address, int bytes)
    {
        var all = address.GetAddressBytes();
        Array.Clear(all, bytes, all.Length - bytes);
        return new IPAddress(all);
    }
}
