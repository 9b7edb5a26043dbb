using Microsoft.Playwright;

namespace SecretsDashboard.E2E.Browsing;

/// <summary>A person with a browser context of their own: cookies, storage and pages are not shared.</summary>
internal sealed class Person(string email, string password, IBrowserContext context)
{
    public string Email => email;

    public string Password { get; set; } = password;

    public IBrowserContext Context => context;

    /// <summary>Opens a page in a new tab; the caller closes it, or the context does at the end.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        var page = await context.NewPageAsync();
        await page.NavigateAsync(path);
        return page;
    }

    /// <summary>Opens a static page, such as sign-in.</summary>
    public async Task<IPage> OpenStaticAsync(string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        return page;
    }
}
