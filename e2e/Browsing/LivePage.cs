using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Opens interactive pages.</summary>
internal static class LivePage
{
    /// <summary>The timeout of waits, in milliseconds: generous, because other programs run on a slow machine.</summary>
    public const float TimeoutMilliseconds = 60_000;

    /// <summary>Navigates to an interactive page and waits until its circuit is connected: before that, a click is lost.</summary>
    public static async Task NavigateAsync(this IPage page, string path)
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.WaitUntilInteractiveAsync();
    }

    // The frame marks the document when the circuit is connected and the first batch is rendered.
    public static Task WaitUntilInteractiveAsync(this IPage page) =>
        page.Locator("html[data-ready=true]").WaitForAsync(new() { Timeout = TimeoutMilliseconds });
}
