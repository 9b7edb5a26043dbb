using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Endpoints;

public sealed class Signing_in : IAsyncLifetime
{
    private readonly WebHost _host = WebHost.SetUp();

    private static SampleMember Owner => WebTemplate.Members[0];
    private static SampleMember Admin => WebTemplate.Members.Single(r => r.Roles == Roles.Admin);
    private static SampleMember Guest => WebTemplate.Members.Single(r => r.Roles == Roles.None);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task The_session_cookie_is_HttpOnly_and_SameSite_lax()
    {
        using var client = _host.Visit();

        var cookie = await SessionCookieAsync(client);

        Assert.StartsWith("secrets-dashboard-session=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax"], Flags(cookie));
    }

    [Fact]
    public async Task The_session_cookie_over_https_is_a_secure_host_cookie()
    {
        await using var host = WebHost.SetUp("https://vault.example.org");
        using var client = host.Visit();

        var cookie = await SessionCookieAsync(client);

        Assert.StartsWith("__Host-secrets-dashboard-session=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], Flags(cookie));
    }

    [Fact]
    public async Task The_antiforgery_cookie_of_the_sign_in_form_is_strict()
    {
        using var client = _host.Visit();

        var cookie = Assert.Single((await client.GetAsync("/login")).Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("secrets-dashboard-antiforgery=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict"], Flags(cookie));
    }

    [Fact]
    public async Task Unknown_addresses_wrong_passwords_and_disabled_members_get_the_same_answer()
    {
        await AskAsync(new DisableMember(Admin.Id));

        string[] answers =
        [
            await FailAsync("unknown@example.org", SampleMember.Password),
            await FailAsync(Owner.Email, "wrong"),
            await FailAsync(Admin.Email, SampleMember.Password),
        ];

        Assert.Single(answers.Distinct());
        Assert.Contains("too many tries", answers[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/secrets?q=a%20b&page=2", "/secrets?q=a%20b&page=2")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/\n//evil.example", "/")]
    [InlineData("evil.example", "/")]
    [InlineData("", "/")]
    public async Task Sign_in_returns_only_to_addresses_of_this_server(string returnUrl, string expected)
    {
        using var client = _host.Visit();

        var answer = await client.SignInAsync(Owner.Email, SampleMember.Password, $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(new Uri(new Uri("http://127.0.0.1"), expected), new Uri(new Uri("http://127.0.0.1"), answer.Headers.Location!));
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_ends_the_earlier_session()
    {
        using var client = await _host.VisitAsync(Owner);
        var before = (await AskAsync(new ViewOwnAccount())).Sessions.Count;

        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));
        await client.PostRawAsync(
            "/login",
            ("_handler", "login"),
            ("__RequestVerificationToken", token),
            ("Input.Email", Owner.Email),
            ("Input.Password", SampleMember.Password)
        );

        Assert.Equal(before, (await AskAsync(new ViewOwnAccount())).Sessions.Count);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_behind_the_cookie()
    {
        using var client = _host.Visit();
        using var attacker = _host.Visit();
        attacker.Client.DefaultRequestHeaders.Add("Cookie", (await SessionCookieAsync(client)).Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await attacker.GetAsync("/account")).StatusCode);
        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));

        var answer = await client.PostRawAsync("/logout", ("__RequestVerificationToken", token));

        Assert.Equal("/login?note=signed-out", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await client.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await attacker.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Signing_out_requires_a_POST_with_an_antiforgery_token()
    {
        using var client = await _host.VisitAsync(Owner);

        await client.GetAsync("/logout");
        await client.PostRawAsync("/logout");

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task A_session_lasts_until_its_member_is_disabled()
    {
        using var client = await _host.VisitAsync(Guest);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode);

        await AskAsync(new DisableMember(Guest.Id));

        var answer = await client.GetAsync("/account");
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
    }

    [Fact]
    public async Task A_failed_sign_in_never_shows_the_typed_password()
    {
        using var client = _host.Visit();

        var answer = await client.SignInAsync(Owner.Email, "a canary in the password field");

        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_typed_email_address_is_encoded_when_it_is_shown_again()
    {
        using var client = _host.Visit();

        var answer = await client.SignInAsync("\"><script>alert(1)</script>", "wrong");

        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<T> AskAsync<T>(Operation<T> operation) =>
        WebTemplate.Done(await ((Gate)_host.Services.GetService(typeof(Gate))!).AskAsync(Owner.Caller, operation));

    private async Task<string> FailAsync(string email, string password)
    {
        using var client = _host.Visit();
        var answer = await client.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return HtmlClient.WithoutTokens(await answer.Content.ReadAsStringAsync()).Replace(email, "ADDRESS", StringComparison.Ordinal);
    }

    private static async Task<string> SessionCookieAsync(HtmlClient client) =>
        (await client.SignInAsync(Owner.Email, SampleMember.Password))
            .Headers.GetValues("Set-Cookie")
            .Single(c => c.Contains("-session=", StringComparison.Ordinal));

    private static IEnumerable<string> Flags(string cookie) => cookie.Split("; ").Skip(1).Select(f => f.ToLowerInvariant()).Order();
}
