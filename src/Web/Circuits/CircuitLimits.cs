using System.Globalization;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Circuits;

/// <summary>How many circuits may be open at once, those included that wait for a
/// browser that lost its connection. Zero: any number.</summary>
internal sealed record CircuitLimits(int PerSession, int PerMember)
{
    /// <summary>How long a circuit waits for a browser that lost its connection.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(3);

    /// <summary>How many circuits of one member, and of all members together, wait in that way. Each takes about 1 MiB.</summary>
    public const int RetainedPerMember = 20,
        Retained = 100;

    /// <exception cref="StartupException">A setting makes no sense; the message names it.</exception>
    public static CircuitLimits From(IConfiguration configuration) =>
        new(Number(configuration, "Limits:CircuitsPerSession", 50), Number(configuration, "Limits:CircuitsPerMember", 100));

    private static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name]?.Trim() is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StartupException($"{name} is '{text}'. It must be a whole number from 1 to {int.MaxValue}, or 0 for no limit.");
}
