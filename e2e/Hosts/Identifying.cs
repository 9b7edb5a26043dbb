using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>What a Super Administrator does so that a service can say which one it is, and what the service then reads.</summary>
internal static class Identifying
{
    /// <summary>A service with this secret under API_KEY, on its tab "Identity" as the owner sees it.</summary>
    public static async Task<IPage> ServiceToIdentifyAsync(this BrowserHost host, string name, string value)
    {
        await host.Admin.CreateSecretAsync(new(host.Store, $"{name}-key", value, "", "Workers"));
        var page = await host.Deployer.RegisterServiceAsync(name, "Workers");
        await page.BindAsync("API_KEY", $"{name}-key");
        var address = page.Url;
        await page.CloseAsync();
        return await host.Owner.OpenAsync($"{new Uri(address).AbsolutePath}?tab=identity");
    }

    /// <summary>Issues a credential and answers with its text, which stays on the page.</summary>
    public static async Task<string> IssueAsync(this BrowserHost host, IPage page, string name)
    {
        await page.Button("Issue credential").ClickAsync();
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.OpenDialog().Button("Issue credential").ClickAsync();
        return await host.CredentialShownAsync(page, name);
    }

    /// <summary>The text that the page shows this once. It is kept in mind, to be searched for at the end.</summary>
    public static async Task<string> CredentialShownAsync(this BrowserHost host, IPage page, string name)
    {
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = $"Credential {name}", Exact = true });
        await Expect(field).ToHaveValueAsync(new Regex("^sds_[0-9A-Za-z]{71}$"));
        var text = await field.InputValueAsync();
        host.ShownOnce.Add(text);
        return text;
    }

    public static async Task FillWorkloadAsync(this IPage page, string subject, string audience = Issuer.Audience)
    {
        await page.Button("Map workload").ClickAsync();
        await page.OpenDialog().GetByLabel("Subject").FillAsync(subject);
        await page.OpenDialog().GetByLabel("Audience").FillAsync(audience);
        await page.OpenDialog().Button("Map workload").ClickAsync();
    }

    /// <summary>What a service reads under API_KEY, as any HTTP client does.</summary>
    public static async Task<(int Status, string Body)> ReadValueAsync(this BrowserHost host, string proof)
    {
        using var client = new HttpClient { BaseAddress = host.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runtime/v1/bindings/API_KEY");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", proof);
        request.Headers.Accept.ParseAdd("text/plain");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
