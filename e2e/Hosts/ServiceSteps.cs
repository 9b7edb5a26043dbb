using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps of a Deployer: services and bindings.</summary>
internal static class ServiceSteps
{
    /// <summary>Registers a service, which leads to its page.</summary>
    public static async Task<IPage> RegisterServiceAsync(this Person person, string name, string kind)
    {
        var page = await person.OpenAsync("/services");
        await page.Button("New service").ClickAsync();
        await page.OpenDialog().GetByLabel("Name").FillAsync(name);
        await page.OpenDialog().GetByLabel("Kind").SelectOptionAsync(new SelectOptionValue { Label = kind });
        await page.OpenDialog().Button("Register service").ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/services/[0-9a-f]{32}$"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = name, Level = 1 })).ToBeVisibleAsync();
        return page;
    }

    /// <summary>Fills in and submits the bind dialog of the service's page, without checking the result.</summary>
    public static async Task TryBindAsync(this IPage page, string variable, string secret)
    {
        await page.Button("Bind secret").ClickAsync();
        await page.OpenDialog().GetByLabel("Variable name").FillAsync(variable);
        await page.ChooseSecretAsync(secret);
        await page.OpenDialog().Button("Bind").ClickAsync();
    }

    public static async Task BindAsync(this IPage page, string variable, string secret)
    {
        await page.TryBindAsync(variable, secret);
        await Expect(page.OpenDialog()).ToHaveCountAsync(0);
        await Expect(page.BindingOf(variable)).ToBeVisibleAsync();
    }

    public static ILocator BindingOf(this IPage page, string variable) =>
        page.GetByRole(AriaRole.Row).Filter(new() { Has = page.GetByText(variable, new() { Exact = true }) });

    /// <summary>Fills in and submits the dialog that gives a gateway a key, without checking the result.</summary>
    public static async Task TryAssociateAsync(this IPage page, string provider, string secret)
    {
        await page.Button("Associate a key").ClickAsync();
        await page.OpenDialog().GetByLabel("Provider").SelectOptionAsync(provider);
        await page.ChooseSecretAsync(secret);
        await page.OpenDialog().Button("Associate").ClickAsync();
    }

    public static ILocator KeyOf(this IPage page, string provider, string alias) =>
        page.GetByRole(AriaRole.Row)
            .Filter(new() { Has = page.GetByText(provider, new() { Exact = true }) })
            .Filter(new() { Has = page.GetByText(alias, new() { Exact = true }) });

    private static async Task ChooseSecretAsync(this IPage page, string secret)
    {
        var field = page.OpenDialog().GetByLabel("Secret", new() { Exact = true });
        var options = page.Locator("[role=option]"); // Not those of a select beside it.
        // As a person does: the list opens, and what one looks for is typed then. Its
        // first answer would empty a field that was filled before.
        await field.ClickAsync();
        await Expect(options.First).ToBeVisibleAsync();
        // First the answer to what was typed: it opens the list again when it comes after the
        // choice, over the dialog's button. Where there is one secret alone,
        // that answer looks like the one before it, unless one without any comes between them.
        await field.FillAsync("nothing is called so");
        await page.ExpectTextAsync("No secret within reach");
        await field.FillAsync(secret);
        await Expect(options).ToHaveCountAsync(1);
        await options.Filter(new() { HasText = secret }).ClickAsync();
        await Expect(options).ToHaveCountAsync(0);
    }
}
