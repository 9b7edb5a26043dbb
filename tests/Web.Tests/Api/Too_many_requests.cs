using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Runtime;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>The limits are small here and their windows a minute long: every test
/// comes from addresses, and with tokens, of its own.</summary>
public sealed class Too_many_requests : IAsyncLifetime
{
    private const int PerToken = 5,
        Refused = 4,
        PerAddress = 12;

    private readonly ApiWebHost _api = new(
        ("Limits:RequestsPerMinutePerToken", $"{PerToken}"),
        ("Limits:RefusalsPerMinutePerAddress", $"{Refused}"),
        ("Limits:RequestsPerMinutePerAddress", $"{PerAddress}"),
        ("Proxy:Trusted", "10.9.0.0/16")
    );

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Fact]
    public async Task A_token_over_its_limit_gets_a_retry_time_and_another_token_is_served()
    {
        var (one, other) = (await _api.TokenAsync(TokenLevel.Read), await _api.TokenAsync(TokenLevel.Read));

        for (var i = 0; i < PerToken; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync($"192.0.2.{i}", one)).Status);
        }
        var rejected = await GetAsync("192.0.2.9", one);

        Assert.Equal("429 10429 Too many requests: wait, then try again", rejected.Error);
        Assert.InRange(int.Parse(Assert.Single(rejected.Message.Headers.GetValues("Retry-After")), CultureInfo.InvariantCulture), 1, 60);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("192.0.2.9", other)).Status);
    }

    [Fact]
    public async Task Requests_with_a_tokens_id_and_a_wrong_secret_do_not_use_up_the_tokens_limit()
    {
        var old = await _api.TokenAsync(new TokenInput("rolled", TokenLevel.Read));
        var right = (await _api.DoAsync(new RollToken(TokenSide.Account, old.Token.Id))).Text;

        for (var i = 0; i < PerToken * 2; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync($"192.0.2.{i}", old.Text)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("192.0.2.1", right)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("sdt_guess")]
    public async Task Requests_without_a_valid_token_are_limited_by_address_and_do_not_stop_valid_tokens(string? token)
    {
        var right = await _api.TokenAsync(TokenLevel.Read);

        for (var i = 0; i < Refused; i++)
        {
            Assert.Equal("401 1000 Invalid API Token", (await GetAsync("198.51.100.1", token)).Error);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync("198.51.100.1", token)).Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync("198.51.100.1", token, "/client/v4/nowhere")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("198.51.100.1", right)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync("198.51.100.2", token)).Status);
    }

    [Fact]
    public async Task Requests_without_a_valid_token_share_one_limit_that_does_not_stop_valid_tokens()
    {
        await using var api = new ApiWebHost(("Limits:RefusalsPerMinute", "3"));
        await api.InitializeAsync();
        var right = await api.TokenAsync(TokenLevel.Read);

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(api, $"198.51.100.{i}")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync(api, "203.0.113.1")).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(api, "203.0.113.2", right)).Status);
    }

    [Fact]
    public async Task Requests_with_a_disabled_token_are_limited_like_guesses()
    {
        var token = await _api.TokenAsync(new TokenInput("off", TokenLevel.Edit));
        await _api.DoAsync(new DisableToken(TokenSide.Account, token.Token.Id));

        var answers = new List<HttpStatusCode>();
        for (var i = 0; i <= Refused; i++)
        {
            answers.Add((await GetAsync("198.51.100.3", token.Text)).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, Refused), HttpStatusCode.TooManyRequests], answers);
    }

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", HttpStatusCode.TooManyRequests)]
    [InlineData("2001:db8:1:3::1", "2001:db8:1:4::1", HttpStatusCode.Unauthorized)]
    [InlineData("198.51.100.4", "::ffff:198.51.100.4", HttpStatusCode.TooManyRequests)]
    public async Task Requests_from_one_network_are_counted_together(string one, string other, HttpStatusCode status)
    {
        for (var i = 0; i < Refused; i++)
        {
            await GetAsync(one, token: null);
        }

        Assert.Equal(status, (await GetAsync(other, token: null)).Status);
    }

    [Theory]
    [InlineData("10.9.0.1", HttpStatusCode.Unauthorized)]
    [InlineData("10.8.0.1", HttpStatusCode.TooManyRequests)]
    public async Task Requests_are_counted_by_an_address_that_only_a_trusted_proxy_can_name(string proxy, HttpStatusCode afterwards)
    {
        for (var i = 0; i < Refused; i++)
        {
            await GetAsync(proxy, token: null, forwardedFor: $"203.0.113.{i}");
        }

        Assert.Equal(afterwards, (await GetAsync(proxy, token: null, forwardedFor: "203.0.113.99")).Status);
    }

    [Fact]
    public async Task A_credential_used_at_the_wrong_API_does_not_use_up_the_limit_of_its_service()
    {
        var reader = await Reader.MakeAsync(_api);
        Assert.Equal(200, (await reader.GetAsync()).Status);

        for (var i = 0; i < PerToken * 2; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync($"192.0.2.{100 + i}", reader.Credential.Text)).Status);
        }
        for (var i = 0; i < Refused; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await _api.GetAsync(_api.Stores, reader.Credential.Text)).Status);
        }

        Assert.Equal(200, (await reader.GetAsync()).Status);
    }

    [Fact]
    public async Task One_address_is_limited_whatever_tokens_it_uses()
    {
        var tokens = new List<string>();
        for (var i = 0; i <= PerAddress; i++)
        {
            tokens.Add(await _api.TokenAsync(TokenLevel.Read));
        }

        foreach (var token in tokens.Take(PerAddress))
        {
            Assert.Equal(HttpStatusCode.OK, (await GetAsync("198.51.100.7", token)).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await GetAsync("198.51.100.7", tokens[^1])).Status);
        Assert.Equal(HttpStatusCode.OK, (await GetAsync("198.51.100.8", tokens[^1])).Status);
    }

    [Fact]
    public async Task A_request_over_the_limit_changes_nothing_and_leaves_no_row()
    {
        var edit = await _api.TokenAsync(TokenLevel.Edit);
        for (var i = 0; i < PerToken; i++)
        {
            await GetAsync("198.51.100.9", edit);
        }
        var before = _api.Host.Rows();

        var answer = await _api.SendAsync("POST", _api.Stores, """{"name":"too-late"}""", edit);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
        Assert.Equal(before, _api.Host.Rows());
        Assert.DoesNotContain("too-late", (await GetAsync("198.51.100.9", _api.Edit)).Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> GetAsync(ApiWebHost api, string from, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, api.Stores) { Headers = { { WebHost.FromHeader, from } } };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await api.SendAsync(request);
    }

    private async Task<Answer> GetAsync(string from, string? token, string? path = null, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path ?? _api.Stores) { Headers = { { WebHost.FromHeader, from } } };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }
        return await _api.SendAsync(request);
    }
}
