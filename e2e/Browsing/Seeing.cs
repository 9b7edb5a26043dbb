using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>What a person should see, waited for.</summary>
internal static class Seeing
{
    /// <summary>The action stays in its place, is off, and its description says why: to a screen reader too.</summary>
    public static async Task SeesOffAsync(this ILocator action, string because)
    {
        await Expect(action).ToBeDisabledAsync();
        await Expect(action).ToHaveAccessibleDescriptionAsync(new Regex(Regex.Escape(because)));
    }

    /// <summary>A row menu's item that is off carries its reason as text.</summary>
    public static async Task SeesOffInMenuAsync(this ILocator item, string because)
    {
        await Expect(item).ToBeDisabledAsync();
        await Expect(item).ToContainTextAsync(because);
    }

    /// <summary>A refusal shows both checks, each with its word.</summary>
    public static async Task SeesRefusalAsync(this IPage page, string authorization, string scope)
    {
        var refusal = page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Secret scope" });
        await Expect(refusal)
            .ToContainTextAsync(
                new Regex($@"Authorization\s*{authorization}.*Secret scope\s*{scope}", RegexOptions.Singleline | RegexOptions.IgnoreCase)
            );
    }

    public static Task SeesAsync(this IPage page, string text) => Expect(page.GetByText(text).First).ToBeVisibleAsync();

    /// <summary>The one-time link that the page shows now.</summary>
    public static async Task<string> OneTimeLinkAsync(this IPage page)
    {
        var link = page.GetByRole(AriaRole.Textbox, new() { NameRegex = new Regex("link", RegexOptions.IgnoreCase) });
        await Expect(link).ToHaveValueAsync(new Regex("https?://.+/invitation/.+"));
        return await link.InputValueAsync();
    }
}
