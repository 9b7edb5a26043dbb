using System.Net;
using SecretsDashboard.Web.Hosting;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>Where a proxy is trusted or HTTPS is served, cookies are sent only over HTTPS.
/// The response to a request that is not marked as HTTPS names the missing header.</summary>
public sealed class A_page_that_needs_https : IAsyncLifetime
{
    private const string Proxy = "192.0.2.7";

    private readonly RecordingLog _log = new();
    private readonly WebHost _host;

    public A_page_that_needs_https() => _host = WebHost.With(time: null, _log, (TrustedProxies.Setting, Proxy));

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/login")]
    [InlineData("POST", "/login")]
    [InlineData("GET", "/invitation/forged")]
    [InlineData("POST", "/invitation/forged")]
    [InlineData("POST", "/logout")]
    public async Task A_page_that_needs_https_names_the_missing_header(string method, string address)
    {
        var answer = await SendAsync(method, address);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("This page needs HTTPS", page, StringComparison.Ordinal);
        Assert.Contains("X-Forwarded-Proto: https", page, StringComparison.Ordinal);
        Assert.Contains("Proxy:Trusted", page, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task A_missing_https_header_is_logged_once_a_minute()
    {
        for (var i = 0; i < 3; i++)
        {
            await SendAsync("GET", "/login");
        }

        Assert.Single(
            _log.Lines,
            line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("X-Forwarded-Proto", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(_log.Lines, line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_is_refused_when_the_proxy_names_plain_http() =>
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync("GET", "/login", ("X-Forwarded-Proto", "http"))).StatusCode);

    [Fact]
    public async Task A_page_is_served_when_the_proxy_names_https()
    {
        var answer = await SendAsync("GET", "/login", ("X-Forwarded-Proto", "https"));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    [InlineData("/", HttpStatusCode.Redirect)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/client/v4/accounts", HttpStatusCode.Unauthorized)]
    [InlineData("/runtime/v1/bindings", HttpStatusCode.Unauthorized)]
    public async Task Addresses_without_a_form_are_served_without_https(string address, HttpStatusCode status) =>
        Assert.Equal(status, (await SendAsync("GET", address)).StatusCode);

    [Fact]
    public async Task A_page_is_refused_over_plain_http_when_https_is_served_beside_it()
    {
        await using var host = WebHost.With(("urls", "http://127.0.0.1:5080;https://127.0.0.1:5443"));
        using var client = host.CreateClient(new() { AllowAutoRedirect = false });

        var answer = await client.GetAsync("/login");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("https:// address", WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> SendAsync(string method, string address, params (string Name, string Value)[] headers)
    {
        using var client = _host.CreateClient(new() { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(new HttpMethod(method), address)
        {
            Headers = { { WebHost.FromHeader, Proxy }, { "X-Forwarded-For", "203.0.113.9" } },
        };
        request.Content = method == "POST" ? new FormUrlEncodedContent([]) : null;
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        return await client.SendAsync(request);
    }
}
