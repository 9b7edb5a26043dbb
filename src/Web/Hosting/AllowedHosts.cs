using System.Net;
using Microsoft.Extensions.Primitives;
using SecretsDashboard.Web.Circuits;

namespace SecretsDashboard.Web.Hosting;

/// <summary>The host names under which pages are served: those of the settings <c>AllowedHosts</c> and
/// <c>PublicOrigins</c>, and those of the configured listening addresses. IP addresses and loopback names are always
/// served: no foreign host name can lead a browser here under them.</summary>
internal sealed class AllowedHosts(IConfiguration configuration)
{
    /// <summary>ASP.NET's own setting, in its own format: names separated by semicolons, <c>*.example.org</c> for all names
    /// below it, <c>*</c> for all.</summary>
    public const string Setting = "AllowedHosts";

    private readonly List<StringSegment> _names = [.. Listed(configuration).Concat(Origins(configuration)).Concat(Bound(configuration))];

    /// <summary>Whether browsers can reach pages only by an IP address or a loopback name, although the server may be
    /// reachable from other machines.</summary>
    public bool IsMissing =>
        _names.Count == 0 && (PlainHttp.Configured(configuration).Any(IsWildcard) || TrustedProxies.Of(configuration).Count > 0);

    public bool Contains(HostString host) =>
        host.HasValue && (IsAddress(host) || IsLoopback(host.Host) || HostString.MatchesAny(host.ToUriComponent(), _names));

    private static bool IsAddress(HostString host) => IPAddress.TryParse(host.Host, out _);

    private static bool IsLoopback(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<StringSegment> Listed(IConfiguration configuration) =>
        Entries(configuration, Setting).Select(name => new StringSegment(new HostString(name).ToUriComponent()));

    private static IEnumerable<StringSegment> Origins(IConfiguration configuration) =>
        Entries(configuration, OwnOrigins.Setting)
            .Select(entry => Uri.TryCreate(entry, UriKind.Absolute, out var origin) ? origin.IdnHost : "")
            .Where(name => name.Length > 0)
            .Select(name => new StringSegment(name));

    private static IEnumerable<StringSegment> Bound(IConfiguration configuration) =>
        PlainHttp
            .Configured(configuration)
            .Where(address => !IsWildcard(address))
            .Select(BindingAddress.Parse)
            .Where(address => !address.IsUnixPipe && !address.IsNamedPipe && !IPAddress.TryParse(address.Host, out _))
            .Select(address => new StringSegment(address.Host));

    private static bool IsWildcard(string address) => BindingAddress.Parse(address).Host is "*" or "+" or "0.0.0.0" or "[::]";

    private static IEnumerable<string> Entries(IConfiguration configuration, string setting) =>
        (configuration.GetSection(setting).Get<string[]>() ?? configuration[setting]?.Split(';', ',') ?? [])
            .Select(entry => entry.Trim())
            .Where(entry => entry.Length > 0);
}
