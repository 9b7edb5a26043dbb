using System.Globalization;
using SecretsDashboard.Vault;

namespace SecretsDashboard.Web.Circuits;

/// <summary>The maximum number of open circuits, including those that wait for a disconnected browser. Zero means no limit.</summary>
internal sealed record CircuitLimits(int PerSession, int PerMember)
{
    /// <summary>How long a circuit waits for a disconnected browser.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromMinutes(3);

    /// <summary>The maximum number of waiting circuits of one member, and of all members together. Each takes about 1 MiB.</summary>
    public const int RetainedPerMember = 20,
        Retained = 100;

    /// <exception cref="StartupException">A setting is invalid; the message names it.</exception>
    public static CircuitLimits From(IConfiguration configuration) =>
        new(Number(configuration, "Limits:CircuitsPerSession", 50), Number(configuration, "Limits:CircuitsPerMember", 100));

    private static int Number(IConfiguration configuration, string name, int otherwise) =>
        configuration[name]?.Trim() is not { Length: > 0 } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new StartupException($"{name} is '{text}'. It must be a whole number from 1 to {int.MaxValue}, or 0 for no limit.");
}
