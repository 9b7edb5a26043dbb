using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Web.Tests.Endpoints;

/// <summary>The cookie of a browser in which a member has signed in, and what it changes at the next sign-in.</summary>
public sealed class Signing_in_on_a_known_device : IAsyncLifetime
{
    private readonly WebHost _host = WebHost.SetUp();

    private static SampleMember Owner => WebTemplate.Members[0];

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("http://127.0.0.1", "secrets-dashboard-device=", "")]
    [InlineData("https://vault.example.org", "__Host-secrets-dashboard-device=", "secure")]
    public async Task Signing_in_sets_a_new_known_device_cookie_that_scripts_cannot_read(string address, string name, string secure)
    {
        await using var host = WebHost.SetUp(address);
        using var client = host.Visit();

        var cookie = DeviceCookieOf(await client.SignInAsync(Owner.Email, SampleMember.Password));
        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));
        var next = DeviceCookieOf(
            await client.PostRawAsync(
                "/login",
                ("_handler", "login"),
                ("__RequestVerificationToken", token),
                ("Input.Email", Owner.Email),
                ("Input.Password", SampleMember.Password)
            )
        );

        Assert.StartsWith(name, cookie, StringComparison.Ordinal);
        Assert.NotEqual(cookie.Split(';')[0], next.Split(';')[0]);
        Assert.Equal(
            [.. new[] { "httponly", "max-age=7776000", "path=/", "samesite=lax", secure }.Where(f => f.Length > 0)],
            Flags(cookie)
        );
    }

    [Fact]
    public async Task Signing_in_succeeds_when_the_address_changes_between_the_page_and_its_form()
    {
        using var client = _host.Visit();
        client.Client.DefaultRequestHeaders.Add(WebHost.FromHeader, "203.0.113.1");
        var token = HtmlClient.TokenOf(await client.ReadAsync("/login"));
        client.Client.DefaultRequestHeaders.Remove(WebHost.FromHeader);
        client.Client.DefaultRequestHeaders.Add(WebHost.FromHeader, "2001:db8::9");

        var answer = await client.PostRawAsync(
            "/login",
            ("_handler", "login"),
            ("__RequestVerificationToken", token),
            ("Input.Email", Owner.Email),
            ("Input.Password", SampleMember.Password)
        );

        Assert.Equal("/", answer.Headers.Location!.PathAndQuery);
        Assert.Contains((await AskAsync(new ViewOwnAccount())).Sessions, s => s.Address == "2001:db8::9");
    }

    [Fact]
    public async Task Wrong_passwords_on_a_known_device_are_counted_for_that_device_only()
    {
        using var client = await _host.VisitAsync(Owner);
        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));
        await client.PostRawAsync("/logout", ("__RequestVerificationToken", token));

        await client.SignInAsync(Owner.Email, "not the password");

        Assert.Equal(
            (1L, 0L),
            (Scalar("SELECT SUM(\"Failures\") FROM \"KnownDevices\""), Scalar("SELECT COUNT(*) FROM \"UnknownDeviceFailures\""))
        );
    }

    private async Task<T> AskAsync<T>(Operation<T> operation) =>
        WebTemplate.Done(await ((Gate)_host.Services.GetService(typeof(Gate))!).AskAsync(Owner.Caller, operation));

    private long Scalar(string sql)
    {
        using var connection = _host.OpenFile();
        using var query = connection.CreateCommand();
        query.CommandText = sql;
        return (long)query.ExecuteScalar()!;
    }

    private static string DeviceCookieOf(HttpResponseMessage answer) =>
        answer.Headers.GetValues("Set-Cookie").Single(c => c.Contains("-device=", StringComparison.Ordinal));

    private static IEnumerable<string> Flags(string cookie) => cookie.Split("; ").Skip(1).Select(f => f.ToLowerInvariant()).Order();
}
