using System.Net;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Hosting;

/// <summary>Plain HTTP is for this machine only: a password must not cross a network in clear because of one setting.</summary>
internal static class PlainHttp
{
    /// <summary>Setting that allows it all the same, for a proxy on another machine that ends HTTPS.</summary>
    public const string Permission = "Http:AllowPlain";

    /// <exception cref="StartupException">A plain address other than loopback is configured.</exception>
    public static void RefuseOutsideLoopback(IConfiguration configuration)
    {
        if (Problem(configuration, Configured(configuration)) is { } problem)
        {
            throw new StartupException(problem);
        }
    }

    /// <summary>What is wrong with these addresses, in words for whoever starts the program; null when nothing is.</summary>
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
                + $"Listen on https:// or on 127.0.0.1, or set {Permission}=true if a trusted proxy in front of the server terminates HTTPS.";
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

    /// <summary>The addresses that the configuration names.</summary>
    public static IEnumerable<string> Configured(IConfiguration configuration)
    {
        var urls = Split(configuration["urls"]);
        var ports = Split(configuration["http_ports"])
            .Select(port => $"http://*:{port}")
            .Concat(Split(configuration["https_ports"]).Select(port => $"https://*:{port}"));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        // Kestrel's own rule: ports count only where no address is given.
        return (urls.Length > 0 ? urls : ports).Concat(endpoints);
    }

    private static string[] Split(string? list) =>
        list?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
