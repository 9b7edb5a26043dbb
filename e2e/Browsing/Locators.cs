using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>Finds things as assistive technology does: by role and name.</summary>
internal static class Locators
{
    public static ILocator Button(this IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public static ILocator Button(this ILocator scope, string name) =>
        scope.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>A page's action: a button, or a link that looks like one.</summary>
    public static ILocator ActionNamed(this IPage page, string name) =>
        page.Button(name).Or(page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true })).First;

    public static ILocator Checkbox(this IPage page, string name) => page.GetByRole(AriaRole.Checkbox, new() { Name = name });

    public static ILocator OpenDialog(this IPage page) => page.GetByRole(AriaRole.Dialog);
}
