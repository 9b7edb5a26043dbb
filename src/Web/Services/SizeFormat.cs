using System.Globalization;

namespace SecretsDashboard.Web.Services;

/// <summary>Formats a size in the most readable unit: "512 B", "1.4 KiB", "3 MiB".</summary>
internal static class SizeFormat
{
    public static string Of(long bytes) =>
        bytes switch
        {
            < 1024 => $"{bytes} B",
            < 1024 * 1024 => Rounded(bytes / 1024.0, "KiB"),
            _ => Rounded(bytes / (1024.0 * 1024), "MiB"),
        };

    private static string Rounded(double size, string unit) =>
        $"{size.ToString(size < 10 ? "0.#" : "0", CultureInfo.InvariantCulture)} {unit}";
}
