using System.Text.Json;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;

namespace SecretsDashboard.PageCosts;

/// <summary>One load of a page in a browser with an empty cache.</summary>
/// <param name="Bytes">The size on the network: headers and compressed bodies.</param>
/// <param name="FrameBytes">The bytes received over the live connection until the page was rendered.</param>
/// <param name="LiveAfter">The time from the start of the navigation until the page is interactive, in milliseconds.</param>
/// <param name="DrawnAfter">The time until the list replaces its skeletons, in milliseconds.</param>
internal sealed record FirstLoad(
    long Bytes,
    long FrameBytes,
    double LiveAfter,
    double DrawnAfter,
    IReadOnlyList<(string Url, long Bytes)> Parts
)
{
    // Runs before the page's own scripts, so that it misses nothing. The times count from the start of the navigation.
    private const string Watch = """
        window.costs = {};
        new MutationObserver(() => {
          const now = performance.now();
          if (document.documentElement?.dataset.ready) window.costs.live ??= now;
          if (window.costs.live && document.querySelector("main table tbody tr button")) window.costs.drawn ??= now;
        }).observe(document, { subtree: true, childList: true, attributes: true });
        """;

    public static async Task<FirstLoad> OfAsync(IBrowserContext context, string path)
    {
        var page = await context.NewPageAsync();
        await page.AddInitScriptAsync(Watch);
        var session = await context.NewCDPSessionAsync(page);
        var traffic = new Traffic(session);
        await session.SendAsync("Network.enable");
        await page.GotoAsync(path);
        if (path != "/login") // static: live at once
        {
            await page.WaitUntilInteractiveAsync();
        }

        if (path == "/secrets")
        {
            await page.Locator("main table tbody tr button").First.WaitForAsync();
        }

        var times = await page.EvaluateAsync<JsonElement>("() => costs");
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        var load = new FirstLoad(
            traffic.Parts.Sum(part => part.Bytes),
            traffic.FrameBytes,
            Number(times, "live"),
            Number(times, "drawn"),
            traffic.Parts
        );
        await page.CloseAsync();
        return load;
    }

    private static double Number(JsonElement times, string name) =>
        times.TryGetProperty(name, out var time) ? time.GetDouble() : double.NaN;
}
