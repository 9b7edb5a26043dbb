using System.Collections.Frozen;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The server's own origins: the one to which a request was sent, as trusted proxies report it, and those of the
/// setting <c>PublicOrigins</c>.</summary>
internal sealed class OwnOrigins(IReadOnlySet<Origin> configured)
{
    public const string Setting = "PublicOrigins";

    /// <exception cref="StartupException">An entry is not an origin; the message names it.</exception>
    public static OwnOrigins From(IConfiguration configuration)
    {
        var entries = configuration.GetSection(Setting).Get<string[]>() ?? configuration[Setting]?.Split(',', ';') ?? [];
        return new OwnOrigins(entries.Select(e => e.Trim()).Where(e => e.Length > 0).Select(ParseOne).ToFrozenSet());
    }

    public bool Contains(Origin origin, HttpRequest request) => configured.Contains(origin) || origin == Origin.Of(request);

    // An origin copied from the address bar has a slash at its end.
    private static Origin ParseOne(string entry) =>
        Origin.Parse(entry.EndsWith('/') ? entry[..^1] : entry)
        ?? throw new StartupException(
            $"{Setting} holds \"{entry}\", which is not an origin such as https://secrets.example.org or https://secrets.example.org:8443."
        );
}
