using System.Globalization;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Web.Shell;

/// <summary>The filter of what no service has used for a while, as lists offer it and as it stands in the address.</summary>
internal static class UseWords
{
    private static readonly int[] Offered = [7, 30, 90];

    /// <summary>What is offered, and what is chosen now where that is something else.</summary>
    public static IEnumerable<(string Value, string Text)> UnusedOptions(string? chosen) =>
        (Days(chosen) is { } days ? Offered.Append(days) : Offered)
            .Distinct()
            .Order()
            .Select(d => (d.ToString(CultureInfo.InvariantCulture), d == 1 ? "For a day" : $"For {d} days"));

    /// <summary>The same to programs; nothing when all are wanted.</summary>
    public static Dictionary<string, string> Query(int? days) =>
        days is { } given ? new() { ["unused_days"] = given.ToString(CultureInfo.InvariantCulture) } : [];

    /// <summary>Any number of days that the server takes, also one that is not offered; null for what makes no sense.</summary>
    public static int? Days(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= Unused.MaxDays
            ? days
            : null;
}
