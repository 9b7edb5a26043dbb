using Microsoft.AspNetCore.Components;
using SecretsDashboard.Access;

namespace SecretsDashboard.Web.Shell;

/// <summary>The product's logo: two small shields, one for each check. Filled with a tick means passed, empty with a cross
/// failed, dashed not applicable.</summary>
internal static class ShieldIcon
{
    private const string Shield = "M8 1.2 13.8 3.3v4.9c0 4.1-2.4 6.7-5.8 8.2-3.4-1.5-5.8-4.1-5.8-8.2V3.3z";

    /// <summary>Both shields in the accent colour, for the top of the layout.</summary>
    public static readonly MarkupString Logo = new(
        "<svg class=\"sd-logo\" viewBox=\"0 0 34 18\" width=\"34\" height=\"18\" aria-hidden=\"true\" focusable=\"false\">"
            + $"<path d=\"{Shield}\"/><path d=\"{Shield}\" transform=\"translate(18)\"/></svg>"
    );

    private static readonly MarkupString PassedMark = Draw("passed", "<path class=\"sd-mark-ink\" d=\"M5.3 8.6l2 2 3.6-4\"/>");
    private static readonly MarkupString FailedMark = Draw("failed", "<path class=\"sd-mark-ink\" d=\"M6 6.6l4 4M10 6.6l-4 4\"/>");
    private static readonly MarkupString NotApplicableMark = Draw("none", "<path class=\"sd-mark-ink\" d=\"M5.8 8.6h4.4\"/>");

    public static MarkupString For(CheckResult result) =>
        result switch
        {
            CheckResult.Passed => PassedMark,
            CheckResult.Failed => FailedMark,
            CheckResult.NotApplicable => NotApplicableMark,
        };

    /// <summary>The label of a mark: colour or shape alone must not carry the meaning.</summary>
    public static string Label(CheckResult result) =>
        result switch
        {
            CheckResult.Passed => "passed",
            CheckResult.Failed => "failed",
            CheckResult.NotApplicable => "not applicable",
        };

    private static MarkupString Draw(string state, string ink) =>
        new(
            $"<svg class=\"sd-mark sd-mark-{state}\" viewBox=\"0 0 16 18\" width=\"16\" height=\"18\" aria-hidden=\"true\" "
                + "focusable=\"false\">"
                + $"<path class=\"sd-mark-shape\" d=\"{Shield}\"/>{ink}</svg>"
        );
}
