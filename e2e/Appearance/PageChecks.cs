using System.Text.Json;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Appearance;

/// <summary>Looks at a page in both themes with axe, and measures what axe does not: widths, focus marks, layout shifts.</summary>
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

    /// <summary>The widths at which nothing may be wider than the screen.</summary>
    private static readonly int[] PhoneWidths = [390],
        DesktopWidths = [1280, 1366, 1440];

    // An element is marked by an outline, or, like MudBlazor's text fields, by the border around it.
    private const string FindUnmarkedFocus = """
        () => {
            const before = document.activeElement;
            const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]:not([tabindex='-1'])";
            const scope = [...document.querySelectorAll("dialog:modal, .mud-dialog")].at(-1) ?? document;
            const unmarked = [...scope.querySelectorAll(selector)]
                .filter(e => !e.disabled && e.tabIndex >= 0 && e.checkVisibility({ visibilityProperty: true }))
                .filter(e => {
                    e.focus();
                    if (document.activeElement !== e) return false;
                    const style = getComputedStyle(e.closest(".sd-file") ?? e);
                    return !e.matches(".mud-input-slot") && (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2);
                })
                .map(e => e.outerHTML.slice(0, 160));
            before?.focus?.();
            return unmarked;
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

        await page.MarksTheFocusAsync(name);
        await page.FitsAtAsync(viewport == Viewport.Phone ? PhoneWidths : DesktopWidths);
    }

    /// <summary>Every element that the Tab key reaches shows that it has the focus.</summary>
    private static async Task MarksTheFocusAsync(this IPage page, string name)
    {
        await page.Keyboard.PressAsync("Shift"); // A key, so that the browser shows the focus; it moves nothing.
        var unmarked = await page.EvaluateAsync<string[]>(FindUnmarkedFocus);
        Assert.True(unmarked.Length == 0, $"{name}: the focus is invisible on\n{string.Join('\n', unmarked)}");
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
    private static async Task FitsAtAsync(this IPage page, int[] widths)
    {
        var before = page.ViewportSize!;
        foreach (var width in widths)
        {
            await page.SetViewportSizeAsync(width, before.Height);
            var excess = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth");
            Assert.True(excess <= 0, $"{page.Url} is {excess} pixels wider than a screen of {width}.");
        }
        await page.SetViewportSizeAsync(before.Width, before.Height);
    }

    private static string Word(ColorScheme theme) => theme.ToString().ToLowerInvariant();
}
