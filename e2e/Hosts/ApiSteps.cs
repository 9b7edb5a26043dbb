using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Hosts;

/// <summary>Steps for tokens, and the API requests of a program that uses one.</summary>
internal static class ApiSteps
{
    /// <summary>Creates a token on /tokens, confirms that it is stored, and returns its value.</summary>
    public static async Task<string> MakeTokenAsync(this BrowserHost host, Person owner, string name, string access)
    {
        var page = await owner.OpenAsync("/tokens");
        await page.FillNewTokenAsync(name, access);
        await page.OpenDialog().Button("Create token").ClickAsync();
        var text = await host.ReadShownTokenAsync(page, name);
        await page.StoreTokenAsync(text);
        await page.CloseAsync();
        return text;
    }

    public static async Task FillNewTokenAsync(this IPage page, string name, string access)
    {
        await page.Button("New token").ClickAsync();
        await page.OpenDialog().GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.Radio(access).CheckAsync();
    }

    public static ILocator Radio(this IPage page, string name) =>
        page.OpenDialog().GetByRole(AriaRole.Radio, new() { Name = name, Exact = true });

    /// <summary>The value that the page shows only once. It is recorded, so that the leak test at the end searches for it.</summary>
    public static async Task<string> ReadShownTokenAsync(this BrowserHost host, IPage page, string name)
    {
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = $"API token {name}", Exact = true });
        await Expect(field).ToHaveValueAsync(new Regex("^sdt_[0-9A-Za-z]{71}$"));
        var text = await field.InputValueAsync();
        host.OneTimeValues.Add(text);
        return text;
    }

    /// <summary>Confirms that the token is stored, and checks that the page no longer shows it.</summary>
    public static async Task StoreTokenAsync(this IPage page, string text)
    {
        await page.Button("I have stored it").ClickAsync();
        await Expect(page.Button("I have stored it")).ToHaveCountAsync(0);
        Xunit.Assert.DoesNotContain(text, await page.ContentAsync(), StringComparison.Ordinal);
    }

    /// <summary>Sends a program's request with a plain HTTP client.</summary>
    public static async Task<(int Status, string Body)> CallAsync(
        this BrowserHost host,
        string token,
        string method,
        string path,
        string? json = null
    )
    {
        using var client = new HttpClient { BaseAddress = host.Server.Address };
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/client/v4{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>Uploads a Worker that binds secrets of the host's store and a greeting, as wrangler does.</summary>
    public static async Task DeployAsync(
        this BrowserHost host,
        string token,
        string name,
        params (string Variable, string Secret)[] secrets
    )
    {
        var account = await host.AccountAsync(token);
        var store = JsonDocument
            .Parse((await host.CallAsync(token, "GET", $"/accounts/{account}/secrets_store/stores")).Body)
            .RootElement.GetProperty("result")
            .EnumerateArray()
            .Single(s => s.GetProperty("name").GetString() == host.Store)
            .GetProperty("id")
            .GetString();
        object[] bindings =
        [
            .. secrets.Select(s => new
            {
                type = "secrets_store_secret",
                name = s.Variable,
                store_id = store,
                secret_name = s.Secret,
            }),
            new
            {
                type = "plain_text",
                name = "GREETING",
                text = "hello",
            },
        ];
        using var form = new MultipartFormDataContent
        {
            {
                new StringContent(
                    JsonSerializer.Serialize(
                        new
                        {
                            main_module = "index.js",
                            compatibility_date = "2026-01-01",
                            bindings,
                        }
                    )
                ),
                "metadata"
            },
            { new StringContent(new string('/', 5_000), Encoding.UTF8, "application/javascript"), "index.js", "index.js" },
        };
        using var client = new HttpClient { BaseAddress = host.Server.Address };
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/client/v4/accounts/{account}/workers/scripts/{name}")
        {
            Content = form,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        Xunit.Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The account's id, read through the API.</summary>
    public static async Task<string> AccountAsync(this BrowserHost host, string token) =>
        Regex.Match((await host.CallAsync(token, "GET", "/accounts")).Body, "[0-9a-f]{32}").Value;
}
