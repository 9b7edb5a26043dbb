using System.Globalization;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Api;

/// <summary>The rate limits per minute for programs; see the README's table of settings. Zero means no limit.</summary>
/// <param name="PerToken">For one valid token.</param>
/// <param name="PerAddress">From one address (an IPv4 address, or the /64 of an IPv6 address), whatever the token.</param>
/// <param name="Refused">From one address, without a valid token.</param>
/// <param name="RefusedOfAll">The same from all addresses together: a client may have very many addresses.</param>
internal sealed record ApiLimits(int PerToken, int PerAddress, int Refused, int RefusedOfAll)
{
    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
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
