using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Vault.Members;

/// <summary>What is counted as one visitor.</summary>
public static class Network
{
    /// <summary>The network that one visitor is taken to have: an IPv4 address, or the /64 of an IPv6 address.</summary>
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
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, 8, 8);
        return new IPAddress(bytes);
    }
}
