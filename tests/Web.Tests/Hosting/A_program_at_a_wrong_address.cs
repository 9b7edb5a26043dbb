using System.Net;
using System.Text.Json.Nodes;
using SecretsDashboard.Web.Tests.Endpoints;

namespace SecretsDashboard.Web.Tests.Hosting;

/// <summary>A program must never take the sign-in page for success: it would read it as an empty list.</summary>
public sealed class A_program_at_a_wrong_address(SharedWebHost host) : IClassFixture<SharedWebHost>
{
    private const string Bearer = "Bearer sdt_forged",
        Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    public static TheoryData<string> Addresses =>
        [
            "/accounts/00000000000000000000000000000000/secrets_store/stores",
            "/client/v3/accounts",
            "/client",
            "/runtime/bindings",
            "/runtime/v2/bindings",
            "/gateway/llm/openai",
            "/api/v1/secrets",
            "//accounts",
            "/client//v3/accounts",
            "//",
            "/",
            "/secrets",
            "/members",
            "/login",
            "/setup",
            "/no-such-page",
            "/favicon.ico",
            "/secrets/export.json",
            "/api-reference/",
        ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_program_that_sends_a_credential_to_a_wrong_address_gets_a_JSON_error(string address) =>
        await AssertJsonErrorAsync(await SendAsync("GET", address, Bearer, accept: null));

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_program_that_accepts_no_html_gets_a_JSON_error_at_a_wrong_address(string address) =>
        await AssertJsonErrorAsync(await SendAsync("GET", address, authorization: null, "application/json"));

    [Theory]
    [InlineData("POST", "/accounts")]
    [InlineData("PUT", "/client/v3/accounts")]
    [InlineData("DELETE", "/runtime/bindings/KEY")]
    [InlineData("PATCH", "/no-such-page")]
    [InlineData("POST", "//accounts")]
    [InlineData("POST", "/members")]
    [InlineData("DELETE", "/members")]
    public async Task A_change_sent_to_a_wrong_address_gets_a_JSON_error(string method, string address) =>
        await AssertJsonErrorAsync(await SendAsync(method, address, authorization: null, accept: null));

    [Theory]
    [InlineData("application/json;q=1, text/html;q=0")]
    [InlineData("text/plain")]
    [InlineData("application/*")]
    [InlineData("image/*")]
    public async Task A_request_whose_accept_header_excludes_html_gets_a_JSON_error(string accept) =>
        await AssertJsonErrorAsync(await SendAsync("GET", "/accounts", authorization: null, accept));

    [Theory]
    [InlineData("/members", Browser)]
    [InlineData("/members", "*/*")]
    [InlineData("/members", null)]
    [InlineData("/no/such/page", Browser)]
    [InlineData("//members", Browser)]
    public async Task A_browser_without_a_session_is_led_to_sign_in(string address, string? accept)
    {
        var answer = await SendAsync("GET", address, authorization: null, accept);

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
    }

    [Fact]
    public async Task A_browser_behind_a_proxy_with_its_own_password_is_led_to_sign_in()
    {
        var answer = await SendAsync("GET", "/members", "Basic dXNlcjpwYXNz", Browser, ("Sec-Fetch-Mode", "navigate"));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task A_form_whose_session_has_ended_is_led_to_sign_in()
    {
        var answer = await SendAsync("POST", "/members", authorization: null, Browser);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Theory]
    [InlineData("/app.css", "text/css,*/*;q=0.1")]
    [InlineData("/favicon.svg", "image/avif,image/webp,image/*;q=0.8")]
    [InlineData("/fonts/inter.woff2", "application/font-woff2;q=1.0,*/*;q=0.8")]
    [InlineData("/openapi/v1.json", "application/json")]
    [InlineData("/healthz", "application/json")]
    public async Task Files_are_served_whatever_the_accept_header_says(string address, string accept) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("GET", address, Bearer, accept)).StatusCode);

    [Fact]
    public async Task Pages_and_exports_are_still_served_to_a_member()
    {
        foreach (
            var (address, accept) in new[]
            {
                ("/members", Browser),
                ("/secrets/export.json", Browser),
                ("/secrets/export.csv", "*/*"),
                ("/no/such/page", Browser),
            }
        )
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.TryAddWithoutValidation("Accept", accept);

            var answer = await host.Owner.Client.SendAsync(request);

            Assert.Equal(address == "/no/such/page" ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
            Assert.NotEqual(address == "/secrets/export.json" ? "" : "application/json", answer.Content.Headers.ContentType!.MediaType);
        }
    }

    private static async Task AssertJsonErrorAsync(HttpResponseMessage answer)
    {
        var body = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound });
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.False((bool)body["success"]!);
        Assert.NotEqual("", (string)body["errors"]![0]!["message"]!);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    // As it is written: a client would make //accounts another host.
    private async Task<HttpResponseMessage> SendAsync(
        string method,
        string address,
        string? authorization,
        string? accept,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("http://127.0.0.1" + address));
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        request.Content = method is "POST" or "PUT" or "PATCH"
            ? new StringContent("{}", System.Text.Encoding.UTF8, "application/json")
            : null;
        return await host.Visitor.Client.SendAsync(request);
    }
}
