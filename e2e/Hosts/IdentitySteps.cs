using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps that give a service an identity (a credential or a workload), and the service's reads with it.</summary>
internal static class IdentitySteps
{
    /// <summary>Creates a service with this secret bound as API_KEY, and opens its tab "Identity" as the owner.</summary>
    public static async Task<IPage> OpenNewServiceIdentityAsync(this BrowserHost host, string name, string value)
    {
        await host.Admin.CreateSecretAsync(new(host.Store, $"{name}-key", value, "", "Workers"));
        var page = await host.Deployer.RegisterServiceAsync(name, "Workers");
        await page.BindAsync("API_KEY", $"{name}-key");
        var address = page.Url;
        await page.CloseAsync();
        return await host.Owner.OpenAsync($"{new Uri(address).AbsolutePath}?tab=identity");
    }

    /// <summary>Issues a credential and returns its value, which the page still shows.</summary>
    public static async Task<string> IssueCredentialAsync(this BrowserHost host, IPage page, string name)
    {
        await page.Button("Issue credential").ClickAsync();
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.OpenDialog().Button("Issue credential").ClickAsync();
        return await host.ReadShownCredentialAsync(page, name);
    }

    /// <summary>The value that the page shows only once. It is recorded, so that the leak test at the end searches for it.</summary>
    public static async Task<string> ReadShownCredentialAsync(this BrowserHost host, IPage page, string name)
    {
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = $"Credential {name}", Exact = true });
        await Expect(field).ToHaveValueAsync(new Regex("^sds_[0-9A-Za-z]{71}$"));
        var value = await field.InputValueAsync();
        host.OneTimeValues.Add(value);
        return value;
    }

    public static async Task MapWorkloadAsync(this IPage page, string subject, string audience = Issuer.Audience)
    {
        await page.Button("Map workload").ClickAsync();
        await page.OpenDialog().GetByLabel("Subject").FillAsync(subject);
        await page.OpenDialog().GetByLabel("Audience").FillAsync(audience);
        await page.OpenDialog().Button("Map workload").ClickAsync();
    }

    /// <summary>Reads the binding API_KEY as the service, with a plain HTTP client.</summary>
    public static async Task<(int Status, string Body)> ReadValueAsync(this BrowserHost host, string credential)
    {
        using var client = new HttpClient { BaseAddress = host.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runtime/v1/bindings/API_KEY");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", credential);
        request.Headers.Accept.ParseAdd("text/plain");
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
