using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>The input of the form for a new secret.</summary>
internal sealed record NewSecret(string Store, string Name, string Value, string Comment, params string[] Scopes);

/// <summary>Steps of an Admin: stores and secrets.</summary>
internal static class SecretSteps
{
    public static async Task CreateStoreAsync(this IPage page, string name)
    {
        await page.Button("New store").ClickAsync();
        await page.OpenDialog().GetByLabel("Name").FillAsync(name);
        await page.OpenDialog().Button("Create store").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Main).GetByText(name, new() { Exact = true }).First).ToBeVisibleAsync();
    }

    /// <summary>Fills in the form on /secrets/new without submitting it.</summary>
    public static async Task FillNewSecretAsync(this IPage page, NewSecret secret)
    {
        await page.GetByLabel("Store", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = secret.Store });
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(secret.Name);
        await page.GetByLabel("Value", new() { Exact = true }).FillAsync(secret.Value);
        await page.GetByLabel("Comment").FillAsync(secret.Comment);
        foreach (var scope in secret.Scopes)
        {
            await page.Checkbox(scope).CheckAsync();
        }
    }

    public static async Task CreateSecretAsync(this Person person, NewSecret secret)
    {
        var page = await person.OpenAsync("/secrets/new");
        await page.FillNewSecretAsync(secret);
        await page.Button("Create secret").ClickAsync();
        await Expect(page).Not.ToHaveURLAsync(new Regex("/secrets/new"));
        await page.CloseAsync();
    }

    /// <summary>Opens the list, filtered to the names that contain this text.</summary>
    public static Task<IPage> OpenSecretsAsync(this Person person, string search) =>
        person.OpenAsync($"/secrets?q={Uri.EscapeDataString(search)}");

    public static ILocator RowOf(this IPage page, string name) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.Button($"Actions for {name}") });

    /// <summary>Goes from the list to the page of one secret.</summary>
    public static async Task OpenSecretAsync(this IPage page, string name)
    {
        await page.NavigateAsync($"/secrets?q={Uri.EscapeDataString(name)}");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
    }

    /// <summary>Opens the row's menu and returns one of its items. The text of a disabled item ends with the reason.</summary>
    public static async Task<ILocator> RowActionAsync(this IPage page, string name, string action)
    {
        await page.Button($"Actions for {name}").ClickAsync();
        return page.GetByRole(AriaRole.Menuitem, new() { NameRegex = new Regex($"^{Regex.Escape(action)}") });
    }
}
