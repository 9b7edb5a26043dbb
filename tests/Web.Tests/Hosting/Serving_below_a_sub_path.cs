using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SecretsDashboard.Vault;
using SecretsDashboard.Web.Hosting;
using SecretsDashboard.Web.Tests.Api;
using SecretsDashboard.Web.Tests.Endpoints;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>A proxy serves the dashboard at /vault of its host. It takes the
/// sub-path off each request and names it, or passes it on.</summary>
public sealed partial class Serving_below_a_sub_path : IAsyncLifetime
{
    private const string Proxy = "192.0.2.7",
        Elsewhere = "192.0.2.8",
        Host = "https://127.0.0.1";

    private readonly WebHost _host = WebHost.With((TrustedProxies.Setting, Proxy));

    private static SampleMember Owner => WebTemplate.Members[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Every_page_links_below_the_sub_path()
    {
        using var owner = Behind(_host);
        var login = await owner.ReadAsync("/login");
        await owner.SignInAsync(Owner.Email, SampleMember.Password);
        var pages = ListedEndpoint
            .OfTable()
            .Where(d => d.IsPage && d.Path is not ("/setup" or "/login"))
            .Select(d => d.Address)
            .Append("/no/such/page")
            .Append("/api-reference/")
            .ToList();

        AssertBelow("/login", login);
        foreach (var address in pages)
        {
            AssertBelow(address, await (await owner.GetAsync(address)).Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Redirects_stay_below_the_sub_path_and_return_to_the_requested_page()
    {
        using var client = Behind(_host);

        var toSignIn = (await client.GetAsync("/members?q=a")).Headers.Location!;
        var form = await client.GetAsync("/login");
        var signedIn = await client.SignInAsync(Owner.Email, SampleMember.Password, toSignIn.PathAndQuery["/vault".Length..]);
        var cookies = form.Headers.GetValues("Set-Cookie").Concat(signedIn.Headers.GetValues("Set-Cookie")).ToList();
        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));
        var signedOut = await client.PostRawAsync("/logout", ("__RequestVerificationToken", token));

        Assert.Equal("/vault/login?returnUrl=%2Fvault%2Fmembers%3Fq%3Da", toSignIn.PathAndQuery);
        Assert.Equal($"{Host}/vault/members?q=a", signedIn.Headers.Location!.AbsoluteUri);
        Assert.Contains(cookies, c => c.StartsWith("__Host-secrets-dashboard-session=", StringComparison.Ordinal));
        // With another path a browser would not take one that is named __Host-.
        Assert.All(cookies, c => Assert.Contains("path=/;", c, StringComparison.Ordinal));
        Assert.Equal("/vault/login?note=signed-out", signedOut.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/vault/secrets?q=a", "/vault/secrets?q=a")]
    [InlineData("/vault/", "/vault/")]
    [InlineData("/other/program", "/vault/")]
    [InlineData("/vaulted/program", "/vault/")]
    [InlineData("/vault/../other/program", "/vault/")]
    [InlineData("/vault/%2e%2e/other/program", "/vault/")]
    [InlineData("//evil.example/vault/", "/vault/")]
    public async Task Signing_in_does_not_lead_to_another_program_of_the_host(string returnUrl, string expected)
    {
        using var client = Behind(_host);

        var answer = await client.SignInAsync(Owner.Email, SampleMember.Password, $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(Host + expected, answer.Headers.Location!.AbsoluteUri);
    }

    [Fact]
    public async Task The_API_document_names_the_sub_path_of_the_API()
    {
        using var client = Behind(_host);

        var document = JsonNode.Parse(await client.Client.GetStringAsync("/openapi/v1.json"))!;

        Assert.Equal("/vault/client/v4", (string?)document["servers"]![0]!["url"]);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/vault//evil.example")]
    [InlineData("/../vault")]
    [InlineData("/vault/..")]
    [InlineData("/./vault")]
    [InlineData("https://evil.example/")]
    [InlineData("vault")]
    [InlineData("/vault\"><script>")]
    [InlineData("/vault?x=1")]
    [InlineData("/vault%2f..")]
    [InlineData("/\\evil.example")]
    [InlineData("/vault, /other")]
    [InlineData("/bücher")]
    [InlineData("/12345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task A_prefix_that_is_not_a_plain_path_is_ignored(string prefix)
    {
        using var client = Behind(_host, prefix);

        Assert.Equal("/", BaseOf(await client.ReadAsync("/login")));
    }

    [Fact]
    public async Task An_ignored_prefix_is_logged_once_a_minute()
    {
        var log = new RecordingLog();
        await using var host = WebHost.With(time: null, log, (TrustedProxies.Setting, Proxy));
        using var client = Behind(host, "//evil.example");

        await client.GetAsync("/login");
        await client.GetAsync("/login");

        var line = Assert.Single(log.Lines, line => line.Contains($"Ignored {BasePath.Header}", StringComparison.Ordinal));
        Assert.DoesNotContain("evil", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_trusted_proxy_can_name_the_sub_path()
    {
        using var client = Behind(_host, from: Elsewhere);

        Assert.Equal("/", BaseOf(await client.ReadAsync("/login")));
    }

    [Theory]
    [InlineData("/vault/login", HttpStatusCode.OK)]
    [InlineData("/login", HttpStatusCode.OK)]
    [InlineData("/vault/app.css", HttpStatusCode.OK)]
    [InlineData("/vault/_framework/blazor.web.js", HttpStatusCode.OK)]
    [InlineData("/vault/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/vault/client/v4/accounts", HttpStatusCode.Unauthorized)]
    [InlineData("/client/v4/accounts", HttpStatusCode.Unauthorized)]
    [InlineData("/vault/runtime/v1/bindings", HttpStatusCode.Unauthorized)]
    [InlineData("/vault/gateway/v1/llm/openai/models", HttpStatusCode.Unauthorized)]
    public async Task All_endpoints_are_served_below_the_configured_sub_path_and_without_it(string address, HttpStatusCode status)
    {
        await using var host = WebHost.With((BasePath.Setting, "/vault/"));
        using var client = host.Visit();

        var answer = await client.GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
        if (answer.Content.Headers.ContentType?.MediaType == "text/html")
        {
            AssertBelow(address, await answer.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task The_sub_path_without_its_slash_redirects_to_the_home_page()
    {
        await using var host = WebHost.With((BasePath.Setting, "/vault"));
        using var client = host.Visit();

        Assert.Equal("/vault/?a=b", (await client.GetAsync("/vault?a=b")).Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("vault")]
    [InlineData("//vault")]
    [InlineData("/a/../b")]
    [InlineData("/a b")]
    [InlineData("https://secrets.example.org/vault")]
    public void A_sub_path_setting_that_is_not_a_plain_path_prevents_the_start(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(BasePath.Setting, setting)]).Build();

        Assert.Contains(
            BasePath.Setting,
            Assert.Throws<StartupException>(() => BasePath.FromSetting(configuration)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("/vault/client/v4/%2e%2e/%2e%2e/login")]
    [InlineData("/vault/client/v4/../../login")]
    [InlineData("/client/v4/%2e%2e/%2e%2e/vault/login")]
    public async Task Dots_in_an_API_path_do_not_lead_to_a_page(string address)
    {
        await using var api = new ApiWebHost((BasePath.Setting, "/vault")) { UsesKestrel = true };
        await api.InitializeAsync();
        using var connection = new RawConnection(api.Host.ClientOptions.BaseAddress);

        await connection.SendAsync($"GET {address}");

        Assert.Equal(404, (await connection.ReceiveAsync()).Status);
    }

    /// <summary>A link that begins with a slash leaves the sub-path. This holds for what a page shows only after a click, too.</summary>
    [Fact]
    public void No_page_source_contains_a_link_that_leaves_the_sub_path()
    {
        var root = _host.Root;
        var sources = new[] { "*.razor", "*.cs" }
            .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(root, "src", "Web"), kind, SearchOption.AllDirectories))
            .Where(file => !Regex.IsMatch(file, @"[/\\](bin|obj|Api|Runtime|Gateway|Hosting|Anonymous)[/\\]"))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "wwwroot"), "*.*s"));

        var leaving = sources.SelectMany(file =>
            File.ReadLines(file).Where(line => Leaving.IsMatch(line)).Select(line => $"{Path.GetFileName(file)}: {line.Trim()}")
        );

        Assert.Empty(leaving);
    }

    private static HtmlClient Behind(WebHost host, string prefix = "/vault", string from = Proxy)
    {
        var client = host.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri(Host) });
        client.DefaultRequestHeaders.Add(WebHost.FromHeader, from);
        client.DefaultRequestHeaders.TryAddWithoutValidation(BasePath.Header, prefix);
        return new HtmlClient(client);
    }

    private static string BaseOf(string page) => Base.Match(page).Groups[1].Value;

    private static void AssertBelow(string address, string page)
    {
        Assert.True(
            BaseOf(page) is "/vault/" || address.StartsWith("/api-reference", StringComparison.Ordinal),
            $"{address} has the base {BaseOf(page)}."
        );
        Assert.DoesNotContain(Link.Matches(page), link => !link.Groups[1].Value.StartsWith("/vault/", StringComparison.Ordinal));
    }

    [GeneratedRegex("<base href=\"([^\"]*)\"")]
    private static partial Regex Base { get; }

    [GeneratedRegex("""(?:href|src|action)="(/[^"]*)""")]
    private static partial Regex Link { get; }

    [GeneratedRegex(
        """(href|src|action)="/|(NavigateTo|import|url)\(\$?["']?/|from "/|"""
            + """^(?!@page)(?!.*(Map\w*\(|Path = """
            + """)).*"/(secrets|stores|services|members|roles|tokens|audit|account|login|setup|api-reference)\b"""
    )]
    private static partial Regex Leaving { get; }
}
