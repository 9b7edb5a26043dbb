using System.Net;
using SecretsDashboard.Web.Circuits;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Circuits;

/// <summary>The addresses below <c>/_blazor</c>, asked by a member's browser from pages of this and of other origins.</summary>
public sealed class Circuits_from_other_origins(Circuits_from_other_origins.Https https) : IClassFixture<Circuits_from_other_origins.Https>
{
    /// <summary>The Origin and Sec-Fetch-Site headers that pages send to a server
    /// at https://vault.example.org, and whether it accepts them.</summary>
    public static TheoryData<string?, string?, bool> Pages =>
        new()
        {
            { null, null, true }, // No browser.
            { "https://vault.example.org", null, true },
            { "https://vault.example.org", "same-origin", true },
            { "https://VAULT.example.org", "same-origin", true },
            { "https://vault.example.org:443", "same-origin", true },
            { null, "same-origin", true }, // A long poll.
            { "https://vault.example.org:8443", "same-site", false },
            { "https://vault.example.org:8443", null, false },
            { "http://vault.example.org", null, false },
            { "https://vault.example.org.", null, false },
            { "https://other.example.org", "same-site", false },
            { "https://example.org", null, false },
            { "https://evil.example", "cross-site", false },
            { "http://evil.example:1", null, false },
            { "null", null, false },
            { "null", "cross-site", false },
            { "https://vault.example.org/", null, false },
            { "https://vault.example.org", "cross-site", false },
            { "https://vault.example.org", "same-site", false },
            { "https://vault.example.org", "none", false },
            { null, "same-site", false }, // An image of another page.
            { null, "none", false },
            { null, "invented", false },
        };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Circuit_endpoints_refuse_requests_from_pages_of_other_origins(string? origin, string? site, bool allowed)
    {
        foreach (var (method, path, expected) in Addresses)
        {
            using var request = RequestFrom(method, path, origin, site);
            var answer = await https.Member.Client.SendAsync(request);

            Assert.Equal(allowed ? expected : HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task A_request_that_names_two_origins_is_refused()
    {
        using var request = RequestFrom(HttpMethod.Post, Negotiate, "https://vault.example.org", null);
        request.Headers.Add("Origin", "https://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, (await https.Member.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("192.0.2.7", "https", "secrets.example.org", "https://secrets.example.org", true)]
    [InlineData("192.0.2.7", "https", "secrets.example.org:8443", "https://secrets.example.org:8443", true)]
    [InlineData("192.0.2.7", "https", "secrets.example.org", "https://secrets.example.org:8443", false)]
    [InlineData("192.0.2.7", "https", null, "https://secrets.example.org", false)] // The proxy does not pass the host on.
    [InlineData("192.0.2.7", null, "secrets.example.org", "https://secrets.example.org", false)] // Nor here the scheme.
    [InlineData("192.0.2.8", "https", "secrets.example.org", "https://secrets.example.org", false)] // It is not trusted.
    [InlineData("192.0.2.8", "https", "evil.example", "https://evil.example", false)]
    public async Task The_servers_own_origin_follows_the_headers_of_a_trusted_proxy_only(
        string from,
        string? scheme,
        string? host,
        string origin,
        bool allowed
    )
    {
        await using var server = WebHost.With((TrustedProxies.Setting, "192.0.2.7"), (AllowedHosts.Setting, "secrets.example.org"));

        using var request = RequestFrom(HttpMethod.Post, Negotiate, origin, "same-origin");
        request.Headers.Add(WebHost.FromHeader, from);
        if (scheme is not null)
        {
            request.Headers.Add("X-Forwarded-Proto", scheme);
        }
        if (host is not null)
        {
            request.Headers.Add("X-Forwarded-Host", host);
        }
        using var client = server.Visit();
        var answer = await client.Client.SendAsync(request);

        // A visitor is redirected to sign in, and a page of another origin is refused before that.
        Assert.Equal(allowed ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Theory]
    [InlineData("https://secrets.example.org", true)]
    [InlineData("https://Secrets.example.org:443", true)]
    [InlineData("https://secrets.example.net:8443", true)]
    [InlineData("http://127.0.0.1", true)] // Its own address, beside the configured ones.
    [InlineData("https://secrets.example.net", false)]
    [InlineData("http://secrets.example.org", false)]
    [InlineData("https://sub.secrets.example.org", false)]
    [InlineData("null", false)]
    public async Task Configured_public_origins_are_accepted_when_the_proxy_passes_nothing_on(string origin, bool allowed)
    {
        await using var server = WebHost.With(
            ($"{OwnOrigins.Setting}:0", "https://secrets.example.org/"),
            ($"{OwnOrigins.Setting}:1", "https://SECRETS.example.net:8443")
        );
        using var client = await server.VisitAsync(WebTemplate.Members[0]);
        using var request = RequestFrom(HttpMethod.Post, Negotiate, origin, null);

        Assert.Equal(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await client.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task A_refused_connection_names_the_setting_and_is_logged_once_a_minute()
    {
        var log = new RecordingLog();
        await using var server = WebHost.With(time: null, log);
        using var client = await server.VisitAsync(WebTemplate.Members[0]);

        for (var i = 0; i < 5; i++)
        {
            using var request = RequestFrom(HttpMethod.Post, Negotiate, "https://secrets.example.org", "same-origin");
            var answer = await client.Client.SendAsync(request);
            Assert.Contains(OwnOrigins.Setting, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var line = Assert.Single(log.Lines, l => l.Contains("live connection", StringComparison.Ordinal));
        Assert.Contains("https://secrets.example.org", line, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1", line, StringComparison.Ordinal);
    }

    /// <summary>The server at https://vault.example.org, with a member's browser before it.</summary>
    public sealed class Https : IAsyncLifetime
    {
        private readonly WebHost _host = WebHost.SetUp("https://vault.example.org");

        internal HtmlClient Member { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Member = await _host.VisitAsync(WebTemplate.Members[0]);

        public async ValueTask DisposeAsync()
        {
            Member.Dispose();
            await _host.DisposeAsync();
        }
    }

    private const string Negotiate = "/_blazor/negotiate?negotiateVersion=1";

    /// <summary>Each address of a circuit, with the status that an allowed request has: none of these opens one.</summary>
    private static IEnumerable<(HttpMethod Method, string Path, HttpStatusCode Expected)> Addresses =>
        [
            (HttpMethod.Post, Negotiate, HttpStatusCode.OK),
            (HttpMethod.Post, "/_BLAZOR/Negotiate?negotiateVersion=1", HttpStatusCode.OK),
            (HttpMethod.Get, "/_blazor?id=unknown", HttpStatusCode.NotFound),
            (HttpMethod.Post, "/_blazor?id=unknown", HttpStatusCode.NotFound),
            (HttpMethod.Delete, "/_blazor?id=unknown", HttpStatusCode.NotFound),
            (HttpMethod.Post, "/_blazor/disconnect/", HttpStatusCode.BadRequest),
            (HttpMethod.Get, "/_blazor/initializers/", HttpStatusCode.OK),
        ];

    private static HttpRequestMessage RequestFrom(HttpMethod method, string path, string? origin, string? site)
    {
        var request = new HttpRequestMessage(method, path);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        return request;
    }
}
