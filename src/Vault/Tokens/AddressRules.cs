using System.Net;
using System.Net.Sockets;

namespace SecretsDashboard.Vault.Tokens;

/// <summary>The networks from which a token may be used: allowed networks (none: all) and denied networks, which take precedence.</summary>
internal sealed record AddressRules(IReadOnlyList<IPNetwork> Allowed, IReadOnlyList<IPNetwork> Denied)
{
    public const int MaxAddresses = 50;
    private const int MappedPrefix = 96;

    /// <summary>Parses one entry: a network such as 10.0.0.0/8 or 2001:db8::/32, or a single address. IPv4-mapped IPv6 is converted to
    /// IPv4, as in <see cref="Allow"/>. Null for invalid entries, including 010.0.0.1 and 10.1, which programs interpret differently, and a
    /// network with bits beyond its prefix.</summary>
    public static IPNetwork? Find(string? entry)
    {
        var parts = (entry ?? "").Trim().Split('/');
        if (parts.Length > 2 || !IPAddress.TryParse(parts[0], out var address) || !IsPlain(address, parts[0]))
        {
            return null;
        }
        var bits = address.GetAddressBytes().Length * 8;
        var length = bits;
        if (parts.Length == 2 && !(int.TryParse(parts[1], System.Globalization.NumberStyles.None, null, out length) && length <= bits))
        {
            return null;
        }
        if (address.IsIPv4MappedToIPv6 && length >= MappedPrefix)
        {
            (address, length) = (address.MapToIPv4(), length - MappedPrefix);
        }
        return HasNoHostBits(address, length) ? new IPNetwork(address, length) : null;
    }

    public static IReadOnlyList<IPNetwork> Parse(string lines) =>
        [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(IPNetwork.Parse)];

    public static string Format(IEnumerable<IPNetwork> networks) => string.Join('\n', networks.Select(n => n.ToString()));

    /// <summary>An unknown address can't be compared with the lists, so it is refused if there is any rule.</summary>
    public bool Allow(IPAddress? address)
    {
        if (Allowed.Count == 0 && Denied.Count == 0)
        {
            return true;
        }
        var from = Plain(address);
        return from is not null && !Denied.Any(n => n.Contains(from)) && (Allowed.Count == 0 || Allowed.Any(n => n.Contains(from)));
    }

    // Without the zone of a link-local address, which names a network interface of this machine.
    private static IPAddress? Plain(IPAddress? address) =>
        address is null ? null
        : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0 ? new IPAddress(address.GetAddressBytes())
        : address;

    private static bool IsPlain(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : address.ScopeId == 0 && !text.Contains('[', StringComparison.Ordinal) && !text.Contains('%', StringComparison.Ordinal);

    private static bool HasNoHostBits(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        return Enumerable.Range(length, bytes.Length * 8 - length).All(bit => (bytes[bit / 8] & (0x80 >> (bit % 8))) == 0);
    }
}
