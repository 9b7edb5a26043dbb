using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Opening pages so that the next click counts.</summary>
internal static class LivePage
{
    /// <summary>For so long, in milliseconds, is waited for what must come: on a slow machine
    /// much else runs beside. What is there is not waited for.</summary>
    public const float Patience = 60_000;

    /// <summary>Goes to an interactive page and waits until it is live: before that, a click is lost.</summary>
    public static async Task GoAsync(this IPage page, string path)
    {
        await page.GotoAsync(path, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await page.WaitLiveAsync();
    }

    // The frame marks the document when its connection stands and the first batch was drawn.
    public static Task WaitLiveAsync(this IPage page) => page.Locator("html[data-ready=true]").WaitForAsync(new() { Timeout = Patience });
}
