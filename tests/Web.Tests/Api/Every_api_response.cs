using System.Net;
using System.Net.Http.Headers;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Every_api_response(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Theory]
    [InlineData("GET", "/client/v4")]
    [InlineData("GET", "/client/v4/")]
    [InlineData("POST", "/client/v4/no/such/route")]
    [InlineData("GET", "/CLIENT/v4/zones")]
    [InlineData("GET", "/client/v4/accounts/x/secrets_store")]
    public async Task A_route_that_does_not_exist_is_answered_in_the_envelope(string method, string path) =>
        Assert.Equal("404 7000 No route for that URI", (await api.SendAsync(method, path)).Error);

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    [InlineData("OPTIONS")]
    public async Task A_method_that_is_not_allowed_is_answered_with_the_allowed_methods(string method)
    {
        var answer = await api.SendAsync(method, api.Stores);

        Assert.Equal("405 10405 Method not allowed for this URI", answer.Error);
        Assert.Equal(["GET", "HEAD", "POST"], answer.Message.Content.Headers.Allow.Order());
    }

    [Fact]
    public async Task Every_request_without_a_valid_token_gets_the_same_answer()
    {
        var token = api.Edit;
        string?[] headers =
        [
            null,
            "",
            "Bearer",
            "Bearer ",
            "Basic eDp5",
            token,
            $"Bearer {token}x",
            $"Bearer {token[..^1]}",
            $"Bearer {token} {token}",
            "Bearer sdt_",
            $"Token {token}",
        ];
        var bodies = new HashSet<string>();
        foreach (var header in headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, api.Stores);
            if (header is not null)
            {
                request.Headers.TryAddWithoutValidation("Authorization", header);
            }
            request.Headers.Add("X-Auth-Email", "owner@example.org");
            request.Headers.Add("X-Auth-Key", token);

            var answer = await api.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            bodies.Add(answer.Text);
        }
        Assert.Contains("""{"code":1000,"message":"Invalid API Token"}""", Assert.Single(bodies), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_API_ignores_cookies()
    {
        using var owner = await api.Host.VisitAsync(WebTemplate.Members[0]);
        var read = await api.TokenAsync(TokenLevel.Read);

        using var withCookie = await owner.Client.GetAsync(api.Stores);
        using var both = new HttpRequestMessage(HttpMethod.Post, api.Stores)
        {
            Content = Answer.Body("""{"name":"by-cookie"}"""),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", read) },
        };
        using var withBoth = await owner.Client.SendAsync(both);

        Assert.Equal("401 1000 Invalid API Token", (await Answer.OfAsync(withCookie)).Error);
        Assert.StartsWith(
            "403 10000 Authentication error: the authorization check failed. Needs Manage or Edit. This token has Read. "
                + "Use a token with Manage or Edit",
            (await Answer.OfAsync(withBoth)).Error,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("me")]
    public async Task Another_account_is_not_found_for_a_caller_with_a_valid_token(string account)
    {
        var path = $"/client/v4/accounts/{account}/secrets_store/stores";

        Assert.StartsWith("404 7003 ", (await api.GetAsync(path)).Error, StringComparison.Ordinal);
        Assert.StartsWith(
            "404 7003 ",
            (await api.SendAsync("POST", path, "{", await api.TokenAsync(TokenLevel.Read))).Error,
            StringComparison.Ordinal
        );
        Assert.Equal("401 1000 Invalid API Token", (await api.SendBodyAsync("GET", path, null, token: null)).Error);
    }

    [Fact]
    public async Task The_API_checks_the_token_before_it_reports_problems_of_the_body()
    {
        var read = await api.TokenAsync(TokenLevel.Read);

        Assert.StartsWith("403 10000 ", (await api.SendAsync("POST", api.Stores, "{", read)).Error, StringComparison.Ordinal);
        Assert.Equal("401 1000 Invalid API Token", (await api.SendBodyAsync("POST", api.Stores, Answer.Body("{"), token: null)).Error);
    }

    [Fact]
    public async Task An_API_answer_carries_a_content_security_policy_and_its_length()
    {
        var answer = await api.GetAsync(api.Stores);

        Assert.Contains(
            "default-src 'self'",
            Assert.Single(answer.Message.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal
        );
        Assert.False(answer.Message.Headers.Contains("Location"));
        Assert.NotNull(answer.Message.Content.Headers.ContentLength);
    }
}
