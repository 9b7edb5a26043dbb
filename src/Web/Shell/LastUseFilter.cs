using System.Globalization;
using SecretsDashboard.Vault.Usage;

namespace SecretsDashboard.Web.Shell;

/// <summary>The filter for items that no service has used recently, as lists offer it and as in the address.</summary>
internal static class LastUseFilter
{
    private static readonly int[] Choices = [7, 30, 90];

    /// <summary>The offered options, plus the selected one if it isn't among them.</summary>
    public static IEnumerable<(string Value, string Text)> UnusedOptions(string? chosen) =>
        (Days(chosen) is { } days ? Choices.Append(days) : Choices)
            .Distinct()
            .Order()
            .Select(d => (d.ToString(CultureInfo.InvariantCulture), d == 1 ? "For a day" : $"For {d} days"));

    /// <summary>The filter as an API query; empty without a filter.</summary>
    public static Dictionary<string, string> Query(int? days) =>
        days is { } given ? new() { ["unused_days"] = given.ToString(CultureInfo.InvariantCulture) } : [];

    /// <summary>Any number of days that the server accepts, even if it isn't offered; null when the text is invalid.</summary>
    public static int? Days(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days is >= 1 and <= Unused.MaxDays
            ? days
            : null;
}
