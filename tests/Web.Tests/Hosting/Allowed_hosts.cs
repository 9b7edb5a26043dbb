using System.Net;
using Microsoft.Extensions.Configuration;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed class Allowed_hosts
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1:5080", true)]
    [InlineData("[::1]", true)]
    [InlineData("[2001:db8::1]:5080", true)]
    [InlineData("localhost:5080", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("vault.localhost", true)]
    [InlineData("evil.test", false)]
    [InlineData("localhost.evil.test", false)]
    [InlineData("127.0.0.1.evil.test", false)]
    [InlineData("evil.test:5080", false)]
    public async Task IP_addresses_and_loopback_names_are_allowed_hosts_by_default(string host, bool usesKestrel)
    {
        await using var server = WebHost.SetUp();

        await AssertServedAsync(server, host, usesKestrel);
    }

    [Theory]
    [InlineData("secrets.example.org", true)]
    [InlineData("SECRETS.example.org:8443", true)]
    [InlineData("a.wide.example.org", true)]
    [InlineData("wide.example.org", false)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("origin.example.org", true)]
    [InlineData("other.example.org", false)]
    [InlineData("secrets.example.org.evil.test", false)]
    [InlineData("evilsecrets.example.org", false)]
    public async Task The_settings_define_the_allowed_hosts(string host, bool usesKestrel)
    {
        await using var server = WebHost.With(
            ("AllowedHosts", "secrets.example.org; *.wide.example.org;bücher.example"),
            ("PublicOrigins:0", "https://origin.example.org:8443")
        );

        await AssertServedAsync(server, host, usesKestrel);
    }

    [Theory]
    [InlineData("https://vault.example.org", "vault.example.org", true)]
    [InlineData("https://vault.example.org", "other.example.org", false)]
    [InlineData("http://127.0.0.1:5080;https://vault.example.org:5443", "vault.example.org", true)]
    [InlineData("https://*:5443", "vault.example.org", false)]
    [InlineData("https://+:5443", "vault.example.org", false)]
    [InlineData("https://0.0.0.0:5443", "vault.example.org", false)]
    [InlineData("https://[::]:5443", "vault.example.org", false)]
    [InlineData("https://[::]:5443", "192.0.2.1", true)]
    public async Task The_hosts_that_the_server_listens_on_are_allowed_unless_it_listens_on_all(string urls, string host, bool usesKestrel)
    {
        await using var server = WebHost.With(("urls", urls));

        await AssertServedAsync(server, host, usesKestrel, "https");
    }

    [Fact]
    public async Task The_setting_can_allow_every_host()
    {
        await using var server = WebHost.With(("AllowedHosts", "*"));

        await AssertServedAsync(server, "evil.test", usesKestrel: true);
    }

    [Theory]
    [InlineData("192.0.2.7", true)]
    [InlineData("192.0.2.8", false)]
    public async Task A_trusted_proxy_may_name_the_host_that_is_checked(string from, bool usesKestrel)
    {
        await using var server = WebHost.With((TrustedProxies.Setting, "192.0.2.7"), ("AllowedHosts", "secrets.example.org"));
        using var client = server.CreateClient(new() { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/members")
        {
            Headers =
            {
                { WebHost.FromHeader, from },
                { "X-Forwarded-Host", "secrets.example.org" },
                { "Host", "upstream" },
            },
        };

        Assert.Equal(usesKestrel ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, (await client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("/client/v4/accounts", HttpStatusCode.Unauthorized)]
    [InlineData("/runtime/v1/bindings", HttpStatusCode.Unauthorized)]
    [InlineData("/gateway/v1/llm/openai/models", HttpStatusCode.Unauthorized)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/login", HttpStatusCode.BadRequest)]
    [InlineData("/members", HttpStatusCode.BadRequest)]
    [InlineData("/logout", HttpStatusCode.BadRequest)]
    [InlineData("/secrets/export.csv", HttpStatusCode.BadRequest)]
    [InlineData("/no/such/page", HttpStatusCode.BadRequest)]
    [InlineData("/_blazor", HttpStatusCode.BadRequest)]
    [InlineData("/api-reference/", HttpStatusCode.BadRequest)]
    public async Task Only_pages_and_circuits_check_the_allowed_hosts(string address, HttpStatusCode status)
    {
        await using var server = WebHost.SetUp();
        using var client = server.CreateClient(new() { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Host", "internal-name" } } };

        Assert.Equal(status, (await client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_refused_host_gets_a_page_that_names_the_setting_and_repeats_nothing_of_the_request()
    {
        var log = new RecordingLog();
        await using var server = WebHost.With(time: null, log);
        using var client = server.CreateClient(new() { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/members") { Headers = { { "Host", "evil.test" } } };

        var answer = await client.SendAsync(request);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Contains("AllowedHosts", page, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.test", page, StringComparison.Ordinal);
        Assert.Null(answer.Headers.Location);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("script", page, StringComparison.Ordinal);
        Assert.Single(
            log.Lines,
            line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("AllowedHosts", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("https://*:5443", null, null, true)]
    [InlineData("https://*:5443", "secrets.example.org", null, false)]
    [InlineData("http://127.0.0.1:5080", null, "192.0.2.7", true)]
    [InlineData("http://127.0.0.1:5080", null, null, false)]
    [InlineData("https://vault.example.org", null, null, false)]
    public async Task Missing_allowed_hosts_are_logged_at_the_start(string urls, string? setting, string? proxy, bool isLogged)
    {
        var log = new RecordingLog();
        await using var server = WebHost.With(
            time: null,
            log,
            ("urls", urls),
            (AllowedHosts.Setting, setting ?? ""),
            (TrustedProxies.Setting, proxy ?? "")
        );
        server.CreateClient().Dispose();

        Assert.Equal(
            isLogged,
            log.Lines.Any(line => line.Contains("Pages are served under IP addresses and localhost only", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("http_ports")]
    [InlineData("https_ports")]
    public void Allowed_hosts_are_missing_when_only_a_port_is_set(string setting)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, "5443")]).Build();

        Assert.True(new AllowedHosts(configuration).IsMissing);
    }

    private static async Task AssertServedAsync(WebHost server, string host, bool usesKestrel, string scheme = "http")
    {
        using var client = server.CreateClient(new() { AllowAutoRedirect = false, BaseAddress = new Uri($"{scheme}://127.0.0.1") });
        using var request = new HttpRequestMessage(HttpMethod.Get, "/login") { Headers = { { "Host", host } } };

        Assert.Equal(usesKestrel ? HttpStatusCode.OK : HttpStatusCode.BadRequest, (await client.SendAsync(request)).StatusCode);
    }
}
