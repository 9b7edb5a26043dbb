using System.Net;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Plain HTTP is allowed on loopback only: a single setting must not be enough to send passwords over a network in
/// clear text.</summary>
internal static class PlainHttp
{
    /// <summary>The setting that allows plain HTTP on other addresses, for a TLS-terminating proxy on another machine.</summary>
    public const string Permission = "Http:AllowPlain";

    /// <exception cref="StartupException">A plain address other than loopback is configured.</exception>
    public static void RefuseOutsideLoopback(IConfiguration configuration)
    {
        if (Problem(configuration, Configured(configuration)) is { } problem)
        {
            throw new StartupException(problem);
        }
    }

    /// <summary>Describes the problem with these addresses, for the operator; null when there is none.</summary>
    public static string? Problem(IConfiguration configuration, IEnumerable<string> addresses)
    {
        if (configuration.GetValue<bool>(Permission))
        {
            return null;
        }
        var open = addresses.Where(IsPlainBeyondLoopback).ToList();
        return open.Count == 0
            ? null
            : $"Refusing to serve plain HTTP on {string.Join(", ", open)}: passwords would cross the network unencrypted. "
                + $"Listen on https:// or on 127.0.0.1, or set {Permission}=true "
                + "if a trusted proxy in front of the server terminates HTTPS.";
    }

    private static bool IsPlainBeyondLoopback(string address)
    {
        if (!address.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }
        var host = BindingAddress.Parse(address).Host.Trim('[', ']');
        var isLoopback =
            host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var ip) && IPAddress.IsLoopback(ip));
        return !isLoopback && !BindingAddress.Parse(address).IsUnixPipe;
    }

    /// <summary>The addresses in the configuration.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        var ports = Split(configuration["http_ports"])
            .Select(port => $"http://*:{port}")
            .Concat(Split(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        // Same rule as Kestrel's: ports are used only when no address is given.
        return (urls.Length > 0 ? urls : ports).Concat(endpoints);
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
