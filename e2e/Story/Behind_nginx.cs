using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Canaries;
using SecretsDashboard.E2E.Hosts;
using SecretsDashboard.E2E.Running;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Story;

/// <summary>The whole dashboard behind the README's example for nginx: a person follows its links, and programs call it.</summary>
public sealed class Behind_nginx(Chromium chromium) : IAsyncLifetime
{
    private static readonly string[] Pages = ["Stores", "Secrets", "Services", "Members", "Roles", "API tokens", "Audit log", "Home"];

    private readonly ServerProcess _server = new(
        "behind-nginx",
        new Dictionary<string, string> { ["Proxy__Trusted"] = "127.0.0.1", ["AllowedHosts"] = "secrets.example.org" }
    );
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly string _value = Canary.New(),
        _password = Canary.New();
    private Nginx? _nginx;
    private IPage? _page;

    private Uri Address => _nginx!.Address;
    private IPage Page => _page!;

    public async ValueTask InitializeAsync() => await _server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_page is not null)
        {
            await _page.Context.CloseAsync();
        }
        if (_nginx is not null)
        {
            await _nginx.DisposeAsync();
        }
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_dashboard_works_behind_nginx_on_a_host_of_its_own_and_below_a_path(bool isBelowPath)
    {
        _nginx = await Nginx.StartAsync(_server, isBelowPath);
        await OpenBrowserAsync();

        await SetUpAndSignInAsync();
        await CreateSecretAsync();
        await CopyAsCurlAsync();
        await WalkAsync();
        await ReadTheReferenceAsync();
        await ProgramsCallAsync();
        await SignOutAsync();

        Assert.Empty(_problems);
    }

    [Fact]
    public async Task A_page_names_the_scheme_header_that_the_proxy_does_not_send_and_programs_are_still_served()
    {
        _nginx = await Nginx.StartAsync(
            _server,
            isBelowPath: false,
            example => example.Replace("        proxy_set_header X-Forwarded-Proto $scheme;\n", "", StringComparison.Ordinal)
        );
        await OpenBrowserAsync();

        var answer = await Page.GotoAsync(new Uri(Address, "/setup").AbsoluteUri);

        Assert.Equal(400, answer!.Status);
        await Page.ExpectTextAsync("proxy_set_header X-Forwarded-Proto $scheme;");
        await _server.Log.LineAsync("does not send the header X-Forwarded-Proto", TestContext.Current.CancellationToken);
        using var client = NewClient();
        Assert.Equal("ok\n", await client.GetStringAsync("readyz", TestContext.Current.CancellationToken));
        Assert.Equal(401, (int)(await client.GetAsync("client/v4/accounts", TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task A_page_names_the_missing_setting_when_the_proxy_does_not_forward_the_host()
    {
        _nginx = await Nginx.StartAsync(_server, isBelowPath: false);
        await OpenBrowserAsync();
        await SetUpAndSignInAsync();
        await using var other = await Nginx.StartAsync(
            _server,
            isBelowPath: false,
            example => Regex.Replace(example, "^ *proxy_set_header (X-Forwarded-)?Host .*\n", "", RegexOptions.Multiline)
        );

        var refused = await Page.RunAndWaitForResponseAsync(
            () => Page.GotoAsync(new Uri(other.Address, "/secrets").AbsoluteUri),
            answer => answer.Url.Contains("/_blazor", StringComparison.Ordinal) && answer.Status == 403
        );
        await Page.GotoAsync(new Uri(other.Address, "/secrets").AbsoluteUri);

        Assert.StartsWith(other.Address.AbsoluteUri, refused.Url, StringComparison.Ordinal);
        await Page.ExpectTextAsync("The server refuses this page's live connection");
        await Page.ExpectTextAsync("proxy_set_header Host $http_host");
        await Page.SaveScreenshotAsync("proxy-without-host");
    }

    private async Task OpenBrowserAsync()
    {
        var context = await chromium.Browser.NewContextAsync(
            new() { IgnoreHTTPSErrors = true, Permissions = ["clipboard-read", "clipboard-write"] }
        );
        context.WebError += (_, error) => _problems.Enqueue(error.Error);
        context.Request += (_, request) => Record(request.Url, $"{request.Url} was asked for, which is not below {Address}.");
        context.Response += (_, response) =>
        {
            if (response.Status >= 400)
            {
                _problems.Enqueue($"{response.Url} answered {response.Status}.");
            }
        };
        _page = await context.NewPageAsync();
        _page.WebSocket += (_, socket) =>
            Record(
                socket.Url.Replace("wss:", "https:", StringComparison.Ordinal),
                $"{socket.Url} was connected to, which is not below {Address}."
            );
    }

    private void Record(string url, string problem)
    {
        if (url.StartsWith("http", StringComparison.Ordinal) && !url.StartsWith(Address.AbsoluteUri, StringComparison.Ordinal))
        {
            _problems.Enqueue(problem);
        }
    }

    private async Task SetUpAndSignInAsync()
    {
        await Page.GotoAsync(Address.AbsoluteUri);
        await IsAtAsync("setup");
        await Page.FillSetUpAsync(new Person("owner@example.org", _password, Page.Context), await _server.SetupCodeAsync());
        await IsAtAsync("login?note=created");
        await Page.FillSignInAsync("owner@example.org", _password);
        await Page.WaitUntilInteractiveAsync();
        await IsAtAsync("");
        var cookie = (await Page.Context.CookiesAsync()).Single(c => c.Name.EndsWith("-session", StringComparison.Ordinal));
        Assert.Equal(("__Host-secrets-dashboard-session", "/", true), (cookie.Name, cookie.Path, cookie.Secure));
    }

    // By links and buttons alone, as a person does: one that led out of the path would end here.
    private async Task CreateSecretAsync()
    {
        await FollowAsync("Stores");
        await Page.CreateStoreAsync("production");
        await FollowAsync("Secrets");
        await Page.ActionNamed("New secret").ClickAsync();
        await IsAtAsync("secrets/new");
        await Page.FillNewSecretAsync(new("production", "behind-nginx", _value, "typed through a proxy", "Workers"));
        await Page.Button("Create secret").ClickAsync();
        await IsAtAsync("secrets?sort=-modified");
        await Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "behind-nginx", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "behind-nginx", Level = 1 })).ToBeVisibleAsync();
    }

    private async Task CopyAsCurlAsync()
    {
        await FollowAsync("Secrets");
        await (await Page.RowActionAsync("behind-nginx", "Copy as curl")).ClickAsync();
        await Expect(Page.Locator("#sd-live")).ToBeAttachedAsync();

        var command = await Page.EvaluateAsync<string>("() => navigator.clipboard.readText()");

        Assert.StartsWith($"curl '{Address}client/v4/accounts/", command, StringComparison.Ordinal);
    }

    private async Task WalkAsync()
    {
        foreach (var name in Pages)
        {
            await FollowAsync(name);
        }
        await FollowAsync("Members");
        await Page.FillInvitationAsync("invited@example.org", "Reporter");
        var link = await Page.OneTimeLinkAsync();
        Assert.StartsWith($"{Address}invitation/", link, StringComparison.Ordinal);
        await Page.Button("I have stored it").ClickAsync(); // Until then, the page asks before leaving.
        var invited = await Page.Context.Browser!.NewPageAsync(new() { IgnoreHTTPSErrors = true });
        await invited.GotoAsync(link);
        await Expect(invited.Button("Accept invitation")).ToBeVisibleAsync();
        await invited.CloseAsync();
    }

    private async Task ReadTheReferenceAsync()
    {
        await Page.GetByRole(AriaRole.Navigation).First.GetByRole(AriaRole.Link, new() { Name = "API reference" }).ClickAsync();
        await IsAtAsync("api-reference/");
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Secrets Dashboard" })).ToBeVisibleAsync();
        await Expect(Page.GetByText($"{Address}client/v4/").First).ToBeAttachedAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Secrets Dashboard" }).First.ClickAsync();
        await Page.WaitUntilInteractiveAsync();
        await IsAtAsync("");
    }

    private async Task ProgramsCallAsync()
    {
        var (_, output) = await _server.ConsoleAsync("token", "create", "--name", "ci", "--level", "edit", "--administer");
        using var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", output.TrimEnd().Split('\n')[^1].Trim());
        var account = $"client/v4/accounts/{(await AskAsync(client, "GET", "client/v4/accounts"))[0].GetProperty("id").GetString()}";
        var store = (await AskAsync(client, "GET", $"{account}/secrets_store/stores"))[0].GetProperty("id").GetString();
        var service = (await AskAsync(client, "POST", $"{account}/services", new { name = "reader", kind = "workers" }))
            .GetProperty("id")
            .GetString();
        await AskAsync(
            client,
            "POST",
            $"{account}/services/{service}/bindings",
            new
            {
                name = "KEY",
                store_id = store,
                secret_name = "behind-nginx",
            }
        );
        var credential = (await AskAsync(client, "POST", $"{account}/services/{service}/credentials", new { name = "ci" }))
            .GetProperty("value")
            .GetString();

        using var read = new HttpRequestMessage(HttpMethod.Get, "runtime/v1/bindings/KEY")
        {
            Headers = { Authorization = new("Bearer", credential), Accept = { new("text/plain") } },
        };
        using var answer = await client.SendAsync(read);
        Assert.Equal(_value, await answer.Content.ReadAsStringAsync());
        Assert.Equal("ok\n", await client.GetStringAsync("readyz", TestContext.Current.CancellationToken));
        Assert.Equal(404, (int)(await client.GetAsync("accounts")).StatusCode);
    }

    // The certificate of a test is not signed by a trusted authority.
    private HttpClient NewClient() =>
        new(
            new HttpClientHandler
            {
                ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator,
            }
        )
        {
            BaseAddress = Address,
        };

    private static async Task<JsonElement> AskAsync(HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = body is null ? null : new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("result");
    }

    private async Task SignOutAsync()
    {
        await Page.Button("Your account").ClickAsync();
        await Page.Button("Sign out").ClickAsync();
        await Page.ExpectTextAsync("You are signed out");
        await IsAtAsync("login?note=signed-out");
    }

    private async Task FollowAsync(string name)
    {
        await Page.GetByRole(AriaRole.Navigation).First.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Expect(Page.Locator(".sd-nav-link.active").First).ToContainTextAsync(name);
    }

    private Task IsAtAsync(string path) => Expect(Page).ToHaveURLAsync(new Regex($"^{Regex.Escape(Address.AbsoluteUri + path)}$"));
}
