using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using SecretsDashboard.Vault;
using IPNetwork = System.Net.IPNetwork;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Applies <c>X-Forwarded-For</c>, <c>-Proto</c> and <c>-Host</c> only when they come from an address in the
/// setting <c>Proxy:Trusted</c>.</summary>
internal static class TrustedProxies
{
    public const string Setting = "Proxy:Trusted";

    private const ForwardedHeaders Used =
        ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;

    public static void AddTrustedProxies(this IServiceCollection services, IConfiguration configuration)
    {
        var trusted = Of(configuration);
        // Must run after every other configuration: ASPNETCORE_FORWARDEDHEADERS_ENABLED would otherwise make the framework
        // trust every address.
        services.PostConfigure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = trusted.Count == 0 ? ForwardedHeaders.None : Used;
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in trusted)
            {
                options.KnownIPNetworks.Add(network);
            }
        });
    }

    /// <summary>The ranges in the setting; empty when no proxy is trusted.</summary>
    /// <exception cref="StartupException">An entry is neither an address nor a CIDR range.</exception>
    public static IReadOnlyList<IPNetwork> Of(IConfiguration configuration) =>
        Parse(configuration.GetSection(Setting).Get<string[]>() ?? configuration[Setting]?.Split(',', ';') ?? []);

    /// <summary>Whether the address is in one of the ranges. A null address is a Unix socket, which the framework trusts as well.</summary>
    public static bool Trust(this IReadOnlyList<IPNetwork> trusted, IPAddress? address) =>
        trusted.Count > 0
        && (address is null || trusted.Any(network => network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)));

    /// <exception cref="StartupException">An entry is neither an address nor a CIDR range.</exception>
    private static List<IPNetwork> Parse(IEnumerable<string> entries) =>
        [.. entries.Select(e => e.Trim()).Where(e => e.Length > 0).Select(ParseOne)];

    private static IPNetwork ParseOne(string entry) =>
        IPNetwork.TryParse(entry, out var network) ? network
        : IPAddress.TryParse(entry, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : throw new StartupException($"{Setting} holds \"{entry}\", which is neither an IP address nor a range such as 10.0.0.0/8.");
}
