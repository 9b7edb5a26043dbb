using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps of a Reporter: exports of the audit log.</summary>
internal static class AuditSteps
{
    /// <summary>Downloads the log from /audit in one of its formats. The bytes are added to those that the browser received.</summary>
    public static async Task<string> ExportAuditAsync(this BrowserHost host, IPage page, string format)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ActionNamed($"Export {format}").ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        host.ReceivedTraffic.Add($"audit export as {format}", bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
