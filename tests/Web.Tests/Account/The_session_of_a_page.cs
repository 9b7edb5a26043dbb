using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.Time.Testing;

namespace SecretsDashboard.Web.Tests.Account;

/// <summary>An open page learns how long its session is still valid, and its input renews the session.</summary>
public sealed class The_session_of_a_page : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly WebHost _host;

    public The_session_of_a_page() => _host = WebHost.With(_time);

    private static SampleMember Owner => WebTemplate.Members[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Asking_for_the_session_does_not_renew_it_and_input_does()
    {
        using var client = await _host.VisitAsync(Owner);
        var rows = _host.Rows();

        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(TimeSpan.FromMinutes(10), (await GetSessionAsync(client)).Idle);
        Assert.Equal(TimeSpan.FromMinutes(10), (await GetSessionAsync(client)).Idle);

        Assert.Equal(
            new RemainingTime(TimeSpan.FromMinutes(30), TimeSpan.FromHours(12) - TimeSpan.FromMinutes(20)),
            await RenewAsync(client)
        );
        Assert.Equal(TimeSpan.FromMinutes(30), (await GetSessionAsync(client)).Idle);
        Assert.Equal(rows, _host.Rows());
    }

    [Fact]
    public async Task Loading_a_page_does_not_renew_the_session()
    {
        using var client = await _host.VisitAsync(Owner);
        _time.Advance(TimeSpan.FromMinutes(29));

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/secrets")).StatusCode);

        Assert.Equal(TimeSpan.FromMinutes(1), (await GetSessionAsync(client)).Idle);
    }

    [Theory]
    [InlineData(30, "idle")]
    [InlineData(12 * 60, "expired")]
    public async Task An_ended_session_names_its_reason_and_cannot_be_renewed(int minutes, string reason)
    {
        using var client = await _host.VisitAsync(Owner);
        HttpResponseMessage? answer = null;
        var step = reason == "idle" ? minutes : 29;
        for (var at = 0; at < minutes; at += step)
        {
            _time.Advance(TimeSpan.FromMinutes(Math.Min(step, minutes - at)));
            answer = await SendAsync(client, HttpMethod.Post, ("Secrets-Dashboard-Input", "1"));
        }
        Assert.Equal(
            (HttpStatusCode.Unauthorized, $$"""{"reason":"{{reason}}"}"""),
            (answer!.StatusCode, await answer.Content.ReadAsStringAsync())
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(client, HttpMethod.Get)).StatusCode);
    }

    [Fact]
    public async Task After_an_idle_timeout_a_member_sees_the_reason_and_returns_to_the_page_by_signing_in()
    {
        using var client = await _host.VisitAsync(Owner);
        _time.Advance(TimeSpan.FromMinutes(31));

        var answer = await client.GetAsync("/secrets/new");

        Assert.Equal("/login?returnUrl=%2Fsecrets%2Fnew&note=idle", answer.Headers.Location!.PathAndQuery);
        Assert.Contains(
            "Your session has ended, because there was no input for 30 minutes.",
            await client.ReadAsync(answer.Headers.Location!.PathAndQuery),
            StringComparison.Ordinal
        );
        var back = await client.SignInAsync(Owner.Email, SampleMember.Password, answer.Headers.Location!.PathAndQuery);
        Assert.Equal("/secrets/new", back.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task A_visitor_without_a_session_learns_only_that_the_session_has_ended()
    {
        using var visitor = _host.Visit();

        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            var answer = await SendAsync(visitor, method, ("Secrets-Dashboard-Input", "1"));

            Assert.Equal(
                (HttpStatusCode.Unauthorized, """{"reason":"ended"}"""),
                (answer.StatusCode, await answer.Content.ReadAsStringAsync())
            );
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Only_a_page_of_this_server_can_renew_a_session()
    {
        using var client = await _host.VisitAsync(Owner);
        _time.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(client, HttpMethod.Post)).StatusCode);
        foreach (var site in new[] { "same-site", "cross-site", "none" })
        {
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await SendAsync(client, HttpMethod.Post, ("Secrets-Dashboard-Input", "1"), ("Sec-Fetch-Site", site))).StatusCode
            );
        }
        Assert.Equal(TimeSpan.FromMinutes(10), (await GetSessionAsync(client)).Idle);
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(client, HttpMethod.Post, ("Secrets-Dashboard-Input", "1"), ("Sec-Fetch-Site", "same-origin"))).StatusCode
        );
    }

    [Fact]
    public async Task A_page_names_its_member_so_that_no_other_member_gets_its_drafts()
    {
        using var client = await _host.VisitAsync(Owner);

        Assert.Contains($"data-member=\"{Owner.Id.Value}\"", await client.ReadAsync("/secrets"), StringComparison.Ordinal);
        using var visitor = _host.Visit();
        Assert.DoesNotContain("data-member=", await visitor.ReadAsync("/login"), StringComparison.Ordinal);
    }

    private static async Task<RemainingTime> GetSessionAsync(HtmlClient client) =>
        Read((await (await SendAsync(client, HttpMethod.Get)).Content.ReadFromJsonAsync<Answer>())!);

    private static async Task<RemainingTime> RenewAsync(HtmlClient client) =>
        Read((await (await SendAsync(client, HttpMethod.Post, ("Secrets-Dashboard-Input", "1"))).Content.ReadFromJsonAsync<Answer>())!);

    private static Task<HttpResponseMessage> SendAsync(HtmlClient client, HttpMethod method, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, "/session");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        return client.Client.SendAsync(request);
    }

    private static RemainingTime Read(Answer answer) =>
        new(TimeSpan.FromMilliseconds(answer.Idle), TimeSpan.FromMilliseconds(answer.Absolute));

    private sealed record Answer(long Idle, long Absolute);

    private sealed record RemainingTime(TimeSpan Idle, TimeSpan Absolute);
}
