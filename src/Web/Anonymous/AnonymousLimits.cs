using System.Globalization;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Anonymous;

/// <summary>The rate limits per minute for unrecognized clients, on requests to pages that could write an audit row or a
/// log line; see the README's table of settings. Zero means no limit.</summary>
/// <param name="PerNetwork">From one network (an IPv4 address, or the /64 of an IPv6 address).</param>
/// <param name="Total">From all networks together: a client may have very many networks.</param>
internal sealed record AnonymousLimits(int PerNetwork, int Total)
{
    public const string PerNetworkSetting = "Limits:AnonymousRequestsPerMinutePerAddress",
        TotalSetting = "Limits:AnonymousRequestsPerMinute";

    /// <summary>The combined limit of this many networks.</summary>
    public int OfNetworks(int networks) => (int)Math.Min((long)PerNetwork * networks, int.MaxValue);

    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static AnonymousLimits From(IConfiguration configuration) =>
        new(Number(configuration, PerNetworkSetting, 60), Number(configuration, TotalSetting, 1_200));

    private static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name]?.Trim() is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StartupException($"{name} is '{text}'. It must be a whole number from 1 to {int.MaxValue}, or 0 for no limit.");
}
