using System.Net;

namespace SecretsDashboard.Web.Tests.Circuits;

/// <summary>A page whose live connection is refused says so in the server's own answer, and names the setting.</summary>
public sealed class Warnings_after_a_refused_connection : IAsyncLifetime
{
    private const string Public = "https://secrets.example.org",
        Refused = "refuses this page";

    private readonly WebHost _host = WebHost.SetUp();
    private SignedIn _member = null!;

    public async ValueTask InitializeAsync() => _member = await SignedIn.AsAsync(_host, WebTemplate.Members[0]);

    public async ValueTask DisposeAsync()
    {
        _member.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_page_shows_no_warning_while_connections_are_accepted() =>
        Assert.DoesNotContain(Refused, await _member.PageAsync("/roles"), StringComparison.Ordinal);

    [Theory]
    [InlineData("same-origin")]
    [InlineData(null)] // Over plain HTTP browsers say nothing.
    public async Task A_page_names_both_addresses_and_the_settings_after_its_connection_was_refused(string? site)
    {
        await NegotiateAsync(Public, site);

        var page = await _member.PageAsync("/roles");

        Assert.Contains(Refused, page, StringComparison.Ordinal);
        Assert.Contains(Public, page, StringComparison.Ordinal);
        Assert.Contains("http://127.0.0.1<", page, StringComparison.Ordinal);
        Assert.Contains("PublicOrigins", page, StringComparison.Ordinal);
        Assert.Contains("proxy_set_header Host", page, StringComparison.Ordinal);
        Assert.Contains("Proxy:Trusted", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_names_only_the_host_setting_when_the_scheme_is_right()
    {
        await NegotiateAsync("http://secrets.example.org", "same-origin");

        var page = await _member.PageAsync("/roles");

        Assert.Contains("proxy_set_header Host", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy:Trusted", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_names_only_the_scheme_setting_when_the_host_is_right()
    {
        await NegotiateAsync("https://127.0.0.1", "same-origin");

        var page = await _member.PageAsync("/roles");

        Assert.Contains("Proxy:Trusted", page, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy_set_header Host", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_warns_before_any_refused_connection_when_its_own_link_shows_another_origin()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/roles");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        request.Headers.Referrer = new Uri(Public + "/login");

        var page = await (await _member.Client.SendAsync(request)).Content.ReadAsStringAsync();

        Assert.Contains(Refused, page, StringComparison.Ordinal);
        Assert.Contains(Public, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("same-site")]
    [InlineData("cross-site")]
    [InlineData(null)]
    public async Task A_page_does_not_show_the_address_of_a_foreign_page_that_linked_to_it(string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/roles");
        request.Headers.Referrer = new Uri("https://evil.example/");
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        Assert.DoesNotContain(
            "evil.example",
            await (await _member.Client.SendAsync(request)).Content.ReadAsStringAsync(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("same-site")]
    [InlineData("cross-site")]
    public async Task A_page_does_not_show_an_address_that_another_site_sent(string site)
    {
        await NegotiateAsync("https://evil.example", site);

        Assert.DoesNotContain("evil.example", await _member.PageAsync("/roles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_no_warning_to_a_session_whose_connections_work()
    {
        await using var circuit = await _member.ConnectAsync();
        await circuit.StartAsync(SignedIn.Members);

        await NegotiateAsync("http://evil.example", null);

        Assert.DoesNotContain("evil.example", await _member.PageAsync("/roles"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_shows_no_warning_after_a_connection_was_accepted()
    {
        await NegotiateAsync(Public, "same-origin");
        await using var circuit = await _member.ConnectAsync();
        await circuit.StartAsync(SignedIn.Members);

        Assert.DoesNotContain(Refused, await _member.PageAsync("/roles"), StringComparison.Ordinal);
    }

    private async Task NegotiateAsync(string origin, string? site)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", origin);
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await _member.Client.SendAsync(request)).StatusCode);
    }
}
