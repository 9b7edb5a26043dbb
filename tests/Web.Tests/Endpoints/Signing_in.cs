using System.Net;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Endpoints;

public sealed class Signing_in : IAsyncLifetime
{
    private readonly Site _site = Site.SetUp();

    private static Resident Owner => Template.Residents[0];
    private static Resident Admin => Template.Residents.Single(r => r.Roles == Roles.Admin);
    private static Resident Guest => Template.Residents.Single(r => r.Roles == Roles.None);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Gives_a_cookie_that_no_script_reads_and_no_other_site_sends()
    {
        using var visitor = _site.Visit();

        var cookie = await SessionCookieAsync(visitor);

        Assert.StartsWith("secrets-dashboard-session=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax"], Flags(cookie));
    }

    [Fact]
    public async Task Over_https_gives_a_host_cookie_for_https_alone()
    {
        await using var site = Site.SetUp("https://vault.example.org");
        using var visitor = site.Visit();

        var cookie = await SessionCookieAsync(visitor);

        Assert.StartsWith("__Host-secrets-dashboard-session=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], Flags(cookie));
    }

    [Fact]
    public async Task The_form_s_own_cookie_is_strict()
    {
        using var visitor = _site.Visit();

        var cookie = Assert.Single((await visitor.GetAsync("/login")).Headers.GetValues("Set-Cookie"));

        Assert.StartsWith("secrets-dashboard-antiforgery=", cookie, StringComparison.Ordinal);
        Assert.Equal(["httponly", "path=/", "samesite=strict"], Flags(cookie));
    }

    [Fact]
    public async Task Says_the_same_of_unknown_wrong_and_disabled()
    {
        await AskAsync(new DisableMember(Admin.Id));

        string[] answers =
        [
            await FailAsync("nobody@example.org", Resident.Password),
            await FailAsync(Owner.Email, "wrong"),
            await FailAsync(Admin.Email, Resident.Password),
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
    public async Task Returns_only_to_this_server(string returnUrl, string expected)
    {
        using var visitor = _site.Visit();

        var answer = await visitor.SignInAsync(Owner.Email, Resident.Password, $"/login?returnUrl={Uri.EscapeDataString(returnUrl)}");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(new Uri(new Uri("http://127.0.0.1"), expected), new Uri(new Uri("http://127.0.0.1"), answer.Headers.Location!));
    }

    [Fact]
    public async Task Again_in_the_same_browser_ends_the_earlier_session()
    {
        using var visitor = await _site.VisitAsync(Owner);
        var before = (await AskAsync(new ViewOwnAccount())).Sessions.Count;

        var token = Visitor.TokenOf(await visitor.ReadAsync("/account"));
        await visitor.PostRawAsync("/login", ("_handler", "login"), ("__RequestVerificationToken", token), ("Input.Email", Owner.Email), ("Input.Password", Resident.Password));

        Assert.Equal(before, (await AskAsync(new ViewOwnAccount())).Sessions.Count);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Out_ends_the_session_behind_the_cookie()
    {
        using var visitor = _site.Visit();
        using var thief = _site.Visit();
        thief.Client.DefaultRequestHeaders.Add("Cookie", (await SessionCookieAsync(visitor)).Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await thief.GetAsync("/account")).StatusCode);
        var token = Visitor.TokenOf(await visitor.ReadAsync("/account"));

        var answer = await visitor.PostRawAsync("/logout", ("__RequestVerificationToken", token));

        Assert.Equal("/login?note=signed-out", answer.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Redirect, (await visitor.GetAsync("/account")).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Out_takes_a_post_with_its_token()
    {
        using var visitor = await _site.VisitAsync(Owner);

        await visitor.GetAsync("/logout");
        await visitor.PostRawAsync("/logout");

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account")).StatusCode);
    }

    [Fact]
    public async Task Lasts_until_the_member_is_disabled()
    {
        using var visitor = await _site.VisitAsync(Guest);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/account")).StatusCode);

        await AskAsync(new DisableMember(Guest.Id));

        var answer = await visitor.GetAsync("/account");
        Assert.Equal((HttpStatusCode.Redirect, "/login"), (answer.StatusCode, answer.Headers.Location!.AbsolutePath));
    }

    [Fact]
    public async Task Never_shows_what_was_typed_as_a_password()
    {
        using var visitor = _site.Visit();

        var answer = await visitor.SignInAsync(Owner.Email, "a canary in the password field");

        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encodes_what_was_typed_as_an_address()
    {
        using var visitor = _site.Visit();

        var answer = await visitor.SignInAsync("\"><script>alert(1)</script>", "wrong");

        Assert.DoesNotContain("<script>alert", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<T> AskAsync<T>(Operation<T> operation) => Template.Done(await ((Gate)_site.Services.GetService(typeof(Gate))!).AskAsync(Owner.Caller, operation));

    private async Task<string> FailAsync(string email, string password)
    {
        using var visitor = _site.Visit();
        var answer = await visitor.SignInAsync(email, password);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        return Visitor.WithoutTokens(await answer.Content.ReadAsStringAsync()).Replace(email, "ADDRESS", StringComparison.Ordinal);
    }

    private static async Task<string> SessionCookieAsync(Visitor visitor) =>
        (await visitor.SignInAsync(Owner.Email, Resident.Password)).Headers.GetValues("Set-Cookie").Single(c => c.Contains("-session=", StringComparison.Ordinal));

    private static IEnumerable<string> Flags(string cookie) => cookie.Split("; ").Skip(1).Select(f => f.ToLowerInvariant()).Order();
}
