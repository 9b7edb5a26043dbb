using System.Globalization;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Api;

/// <summary>How many requests programs may send in a minute; see the README's table of settings. Zero: as many as they like.</summary>
/// <param name="PerToken">For one valid token.</param>
/// <param name="PerAddress">From one address (an IPv4 address, or the /64 of an IPv6 address), whatever the token.</param>
/// <param name="Refused">From one address, with no token or one that does not count.</param>
/// <param name="RefusedOfAll">The same from all addresses together: a client may have very many.</param>
internal sealed record ApiLimits(int PerToken, int PerAddress, int Refused, int RefusedOfAll)
{
    /// <exception cref="StartupException">A setting makes no sense; the message names it.</exception>
    public static ApiLimits From(IConfiguration configuration) =>
        new(
            Number(configuration, "Limits:RequestsPerMinutePerToken", 60_000),
            Number(configuration, "Limits:RequestsPerMinutePerAddress", 120_000),
            Number(configuration, "Limits:RefusalsPerMinutePerAddress", 600),
            Number(configuration, "Limits:RefusalsPerMinute", 12_000)
        );

    private static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name]?.Trim() is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StartupException($"{name} is '{text}'. It must be a whole number from 1 to {int.MaxValue}, or 0 for no limit.");
}
