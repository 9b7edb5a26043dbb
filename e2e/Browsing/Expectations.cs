using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Assertions about what a page shows; they wait until it does.</summary>
internal static class Expectations
{
    /// <summary>The action is disabled, and its accessible description contains the reason.</summary>
    public static async Task ExpectDisabledAsync(this ILocator action, string reason)
    {
        await Expect(action).ToBeDisabledAsync();
        await Expect(action).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(reason)));
    }

    /// <summary>A disabled item of a row menu contains its reason as text.</summary>
    public static async Task ExpectDisabledInMenuAsync(this ILocator item, string reason)
    {
        await Expect(item).ToBeDisabledAsync();
        await Expect(item).ToContainTextAsync(reason);
    }

    /// <summary>A refusal shows both checks, each with its result.</summary>
    public static async Task ExpectRefusalAsync(this IPage page, string authorization, string scope)
    {
        var refusal = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Secret scope" });
        await Expect(refusal)
            .ToContainTextAsync(
                new Regex($@"Authorization\s*{authorization}.*Secret scope\s*{scope}", RegexOptions.Singleline | RegexOptions.IgnoreCase)
            );
    }

    public static Task ExpectTextAsync(this IPage page, string text) => Expect(page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>The one-time link that the page shows now.</summary>
    public static async Task<string> OneTimeLinkAsync(this IPage page)
    {
        var link = page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("link", RegexOptions.IgnoreCase) });
        await Expect(link).ToHaveValueAsync(new Regex("https?://.+/invitation/.+"));
        return await link.InputValueAsync();
    }
}
