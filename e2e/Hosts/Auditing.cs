using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>What a Reporter takes away.</summary>
internal static class Auditing
{
    /// <summary>Downloads the log from /audit in one of its formats; the bytes count as received by the browser.</summary>
    public static async Task<string> ExportAuditAsync(this BrowserHost host, IPage page, string format)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.ActionNamed($"Export {format}").ClickAsync());
        var bytes = await File.ReadAllBytesAsync(await download.PathAsync());
        host.Received.Add($"audit export as {format}", bytes);
        return System.Text.Encoding.UTF8.GetString(bytes);
    }
}
