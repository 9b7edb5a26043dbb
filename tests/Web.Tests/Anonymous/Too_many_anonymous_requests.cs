using System.Globalization;
using System.Net;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Web.Anonymous;

namespace SecretsDashboard.Web.Tests.Anonymous;

/// <summary>The limits are small here, and each test comes from networks of its own.</summary>
public sealed class Too_many_anonymous_requests : IAsyncLifetime
{
    private const int PerNetwork = 4,
        Total = 40;

    private readonly RecordingLog _log = new();
    private readonly WebHost _host;

    public Too_many_anonymous_requests() =>
        _host = WebHost.With(
            time: null,
            _log,
            ("Limits:AnonymousRequestsPerMinutePerAddress", $"{PerNetwork}"),
            ("Limits:AnonymousRequestsPerMinute", $"{Total}"),
            ("Limits:RefusalsPerMinutePerAddress", "3")
        );

    private static SampleMember Owner => WebTemplate.Members[0];
    private Gate Gate => (Gate)_host.Services.GetService(typeof(Gate))!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    public static TheoryData<string, string> EveryWrite =>
        new()
        {
            { "POST", "/login" },
            { "POST", "/setup" },
            { "POST", "/logout" },
            { "POST", "/invitation/forged" },
            { "GET", "/invitation/forged" },
            { "GET", "/invitation/" + new string('a', 64) },
            { "POST", "/error" },
            { "POST", "/not-found" },
            { "POST", "/forbidden" },
            { "POST", "/" },
            { "POST", "/_blazor/negotiate" },
            { "POST", "/login/" },
            { "POST", "/LOGIN" },
        };

    [Theory]
    [MemberData(nameof(EveryWrite))]
    public async Task Too_many_anonymous_requests_get_a_page_with_a_retry_time_and_leave_no_row(string method, string path)
    {
        using var client = _host.Visit();
        for (var i = 0; i < PerNetwork; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(client, "192.0.2.1", method, path)).StatusCode);
        }
        var before = _host.Rows();

        var refused = await SendAsync(client, "192.0.2.1", method, path);

        Assert.Equal((HttpStatusCode.TooManyRequests, "text/html"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
        Assert.InRange(int.Parse(Assert.Single(refused.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 60);
        Assert.Contains("Too many requests from your network", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(
            "frame-ancestors 'none'",
            Assert.Single(refused.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.Equal(before, _host.Rows());
    }

    [Theory]
    [InlineData("POST", "/nowhere")]
    [InlineData("PUT", "/login")]
    [InlineData("GET", "/secrets/export.csv")]
    [InlineData("GET", "/audit/export?format=csv")]
    [InlineData("GET", "/readyz")]
    [InlineData("GET", "/healthz")]
    [InlineData("GET", "/error")]
    public async Task Anonymous_requests_that_write_nothing_are_not_counted(string method, string path)
    {
        using var client = _host.Visit();
        await SendAsync(client, "192.0.2.20", "GET", "/login");
        var before = _host.Rows();

        for (var i = 0; i < PerNetwork * 2; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(client, "192.0.2.20", method, path)).StatusCode);
        }
        Assert.Equal(before, _host.Rows());
    }

    [Theory]
    [InlineData("/login", HttpStatusCode.TooManyRequests)]
    [InlineData("/setup", HttpStatusCode.TooManyRequests)]
    [InlineData("/logout", HttpStatusCode.TooManyRequests)]
    [InlineData("/app.css", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/not-found", HttpStatusCode.OK)]
    public async Task A_used_up_limit_closes_only_the_forms_to_its_network(string path, HttpStatusCode status)
    {
        using var client = _host.Visit();
        await UseUpAsync(client, "192.0.2.2");

        Assert.Equal(status, (await SendAsync(client, "192.0.2.2", "GET", path)).StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(client, "192.0.2.3", "GET", path)).StatusCode);
    }

    [Fact]
    public async Task Opening_a_form_is_not_counted_as_an_anonymous_request()
    {
        using var client = _host.Visit();
        for (var i = 0; i < PerNetwork * 3; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "192.0.2.4", "GET", "/login")).StatusCode);
        }
        Assert.Equal(HttpStatusCode.BadRequest, (await SendAsync(client, "192.0.2.4", "POST", "/login")).StatusCode);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:4::1", false)]
    [InlineData("192.0.2.5", "::ffff:192.0.2.5", true)]
    [InlineData("192.0.2.6", "192.0.2.7", false)]
    public async Task Anonymous_requests_from_one_network_are_counted_together(string one, string other, bool together)
    {
        using var client = _host.Visit();
        await UseUpAsync(client, one);

        Assert.Equal(together, (await SendAsync(client, other, "POST", "/login")).StatusCode == HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Anonymous_requests_from_many_networks_share_one_limit_that_does_not_stop_members()
    {
        using var member = await _host.VisitAsync(Owner);
        using var client = _host.Visit();
        for (var i = 0; i < Total; i++)
        {
            await SendAsync(client, $"2001:db8:{i + 16:x}::1", "POST", "/login");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(client, "198.51.100.200", "POST", "/login")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(member, "198.51.100.200", "GET", "/account")).StatusCode);
        Assert.Equal("/login?note=signed-out", (await SignOutAsync(member, "198.51.100.200")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Anonymous_requests_to_pages_and_to_the_API_are_counted_separately()
    {
        using var client = _host.Visit();
        await UseUpAsync(client, "192.0.2.8");
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, "192.0.2.8", "GET", "/client/v4/accounts")).StatusCode);

        for (var i = 0; i < 5; i++)
        {
            await SendAsync(client, "192.0.2.9", "GET", "/client/v4/accounts");
        }
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(client, "192.0.2.9", "GET", "/client/v4/accounts")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(client, "192.0.2.9", "GET", "/login")).StatusCode);
    }

    [Fact]
    public async Task Anonymous_requests_do_not_stop_a_session_of_the_same_network()
    {
        using var member = await _host.VisitAsync(Owner);
        using var client = _host.Visit();
        await UseUpAsync(client, "192.0.2.10");

        for (var i = 0; i < PerNetwork * 2; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(member, "192.0.2.10", "POST", "/not-found")).StatusCode);
        }
        Assert.Equal("/", (await SendAsync(member, "192.0.2.10", "GET", "/login")).Headers.Location?.PathAndQuery);
        Assert.Equal("/login?note=signed-out", (await SignOutAsync(member, "192.0.2.10")).Headers.Location?.ToString());
    }

    [Fact]
    public async Task Anonymous_requests_do_not_stop_a_known_device_of_the_same_network_from_signing_in()
    {
        using var member = await _host.VisitAsync(Owner);
        await SignOutAsync(member, "192.0.2.17");
        using var client = _host.Visit();
        await UseUpAsync(client, "192.0.2.17");
        member.Client.DefaultRequestHeaders.Add(WebHost.FromHeader, "192.0.2.17");

        for (var i = 0; i < PerNetwork * 2; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await member.GetAsync("/login")).StatusCode);
        }
        Assert.Equal("/", (await member.SignInAsync(Owner.Email, SampleMember.Password)).Headers.Location?.PathAndQuery);
    }

    [Fact]
    public async Task Anonymous_requests_are_served_under_the_largest_possible_limit()
    {
        await using var host = WebHost.With(("Limits:AnonymousRequestsPerMinutePerAddress", $"{int.MaxValue}"));
        using var visitor = host.Visit();

        for (var i = 0; i < 3; i++)
        {
            Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(visitor, "2001:db8::1", "POST", "/login")).StatusCode);
        }
    }

    [Fact]
    public async Task A_known_device_that_used_up_its_own_budget_is_counted_as_anonymous()
    {
        using var member = await _host.VisitAsync(Owner);
        await SignOutAsync(member, "192.0.2.20");

        await UseUpAsync(member, "192.0.2.20", budgets: 11);

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(member, "192.0.2.20", "POST", "/login")).StatusCode);
    }

    [Theory]
    [InlineData("secrets-dashboard-session=CfDJ8AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("secrets-dashboard-device=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("secrets-dashboard-device=forged")]
    public async Task Requests_with_a_forged_cookie_are_counted_as_anonymous(string cookie)
    {
        using var forger = _host.Visit();
        forger.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        await UseUpAsync(forger, "192.0.2.11");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(forger, "192.0.2.11", "POST", "/login")).StatusCode);
    }

    [Fact]
    public async Task Requests_with_an_ended_session_are_counted_as_anonymous()
    {
        using var member = _host.Visit();
        var cookie = (await member.SignInAsync(Owner.Email, SampleMember.Password))
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.StartsWith("secrets-dashboard-session=", StringComparison.Ordinal))
            .Split(';')[0];
        using var attacker = _host.Visit();
        attacker.Client.DefaultRequestHeaders.Add("Cookie", cookie);
        await UseUpAsync(attacker, "192.0.2.18");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await SendAsync(attacker, "192.0.2.18", "POST", "/not-found")).StatusCode);

        await SignOutAsync(member, "192.0.2.19");

        await UseUpAsync(attacker, "192.0.2.18");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await SendAsync(attacker, "192.0.2.18", "POST", "/not-found")).StatusCode);
    }

    [Fact]
    public async Task Anonymous_requests_do_not_stop_an_open_invitation_of_the_same_network()
    {
        var invited = WebTemplate.Done(await Gate.AskAsync(Owner.Caller, new InviteMember("nina@example.org", Roles.Reporter)));
        using var client = _host.Visit();
        client.Client.DefaultRequestHeaders.Add(WebHost.FromHeader, "192.0.2.12");
        await UseUpAsync(client, from: null);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(invited.Path)).StatusCode);
        var accepted = await client.PostAsync(
            invited.Path,
            "invitation",
            ("Input.Password", "another set of quiet words"),
            ("Input.ConfirmPassword", "another set of quiet words")
        );

        Assert.Equal("/login?note=joined", accepted.Headers.Location?.PathAndQuery);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.GetAsync(invited.Path)).StatusCode);
    }

    [Fact]
    public async Task Refused_anonymous_requests_are_logged_once_a_minute_with_their_number()
    {
        using var client = _host.Visit();
        await UseUpAsync(client, "192.0.2.13");
        for (var i = 0; i < 10; i++)
        {
            await SendAsync(client, "192.0.2.13", "POST", "/login");
        }

        var line = Assert.Single(_log.Lines, l => l.Contains("Limits:AnonymousRequestsPerMinutePerAddress", StringComparison.Ordinal));
        Assert.Contains(
            "Throttled 1 requests to sign-in, set-up, sign-out or one-time links, the latest from 192.0.2.13.",
            line,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Requests_with_unknown_invitation_links_leave_one_row_a_minute_per_network_and_get_the_same_answer()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var host = WebHost.With(
            clock,
            ("Limits:AnonymousRequestsPerMinutePerAddress", "0"),
            ("Limits:AnonymousRequestsPerMinute", "0")
        );
        using var client = host.Visit();
        // The first row of a process starts its chain, with another row.
        await SendAsync(client, "192.0.2.16", "GET", "/invitation/forged");
        var (before, pages) = (host.Rows(), new HashSet<string>());

        for (var i = 0; i < 10; i++)
        {
            var answer = await SendAsync(client, "192.0.2.14", "GET", $"/invitation/{i:x64}");
            Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
            pages.Add(HtmlClient.WithoutTokens(await answer.Content.ReadAsStringAsync()));
        }

        Assert.Single(pages);
        Assert.Equal(before + 1, host.Rows());
        await SendAsync(client, "192.0.2.15", "GET", "/invitation/forged");
        Assert.Equal(before + 2, host.Rows());
        clock.Advance(TimeSpan.FromMinutes(1));
        await SendAsync(client, "192.0.2.14", "GET", "/invitation/forged");
        Assert.Equal(before + 3, host.Rows());
    }

    [Theory]
    [InlineData("Limits:AnonymousRequestsPerMinutePerAddress", "many")]
    [InlineData("Limits:AnonymousRequestsPerMinute", "-1")]
    public void An_anonymous_limit_that_is_not_valid_prevents_the_start(string setting, string value)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();

        Assert.StartsWith(
            $"{setting} is '{value}'.",
            Assert.Throws<StartupException>(() => AnonymousLimits.From(settings)).Message,
            StringComparison.Ordinal
        );
    }

    private static async Task UseUpAsync(HtmlClient client, string? from, int budgets = 1)
    {
        for (var i = 0; i < PerNetwork * budgets; i++)
        {
            await SendAsync(client, from, "POST", "/login");
        }
    }

    private static Task<HttpResponseMessage> SignOutAsync(HtmlClient client, string from) =>
        SendAsync(client, from, "POST", "/logout", ("Sec-Fetch-Site", "same-origin"));

    private static async Task<HttpResponseMessage> SendAsync(
        HtmlClient client,
        string? from,
        string method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (from is not null)
        {
            request.Headers.Add(WebHost.FromHeader, from);
        }
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        return await client.Client.SendAsync(request);
    }
}
