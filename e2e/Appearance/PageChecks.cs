using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

/// <summary>Looks at a page in both themes with axe.</summary>
internal static class PageChecks
{
    private static readonly ColorScheme[] Themes = [ColorScheme.Light, ColorScheme.Dark];

    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    // axe reports all elements only for violated rules; for passed rules one element each is
    // enough. The themes differ only in colors, so only the color rules run on the second one.
    private const string RunAxe = """
        async (colorsOnly) => {
            const rules = colorsOnly ? { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } } : {};
            const found = await axe.run(document, { resultTypes: ["violations"], ...rules });
            return {
                passes: found.passes.length,
                violations: found.violations.flatMap(rule =>
                    rule.nodes.map(node => `${rule.id} (${rule.help}) at ${node.target}: ${node.html}`)),
            };
        }
        """;

    public static async Task CheckAppearanceAsync(this IPage page, string name, Viewport viewport)
    {
        await page.SettlesAsync();
        if (!await page.EvaluateAsync<bool>("() => 'axe' in window"))
        {
            await page.EvaluateAsync(Axe);
        }

        foreach (var theme in Themes)
        {
            await page.EmulateMediaAsync(new() { ColorScheme = theme });
            await Expect(page.Locator($"html[data-theme={Word(theme)}]")).ToBeAttachedAsync();
            await page.SaveScreenshotAsync($"{name}-{viewport.Name}-{Word(theme)}");
            var found = await page.EvaluateAsync<JsonElement>(RunAxe, theme != Themes[0]);
            Assert.NotEqual(0, found.GetProperty("passes").GetInt32());
            var violations = string.Join('\n', found.GetProperty("violations").EnumerateArray());
            Assert.True(violations.Length == 0, $"{name}, {Word(theme)}:\n{violations}");
        }

        await page.FitsAsync();
    }

    /// <summary>Waits until the page is drawn: live where it has a live part, and without skeletons.</summary>
    private static async Task SettlesAsync(this IPage page)
    {
        if (await page.Locator("script[src*='blazor.web.js']").CountAsync() > 0)
        {
            await page.WaitUntilInteractiveAsync();
        }

        await Expect(page.Locator("[aria-busy=true], .sd-skeleton")).ToHaveCountAsync(0);
        await page.EvaluateAsync("() => document.fonts.ready");
    }

    /// <summary>Nothing is wider than the screen: a page scrolls one way only.</summary>
    private static async Task FitsAsync(this IPage page) =>
        Assert.True(
            await page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= innerWidth"),
            $"{page.Url} is wider than the screen."
        );

    private static string Word(ColorScheme theme) => theme.ToString().ToLowerInvariant();
}
