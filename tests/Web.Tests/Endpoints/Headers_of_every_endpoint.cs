using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace SecretsDashboard.Web.Tests.Endpoints;

public sealed class Headers_of_every_endpoint(SharedWebHost host) : IClassFixture<SharedWebHost>
{
    public static TheoryData<string, HttpStatusCode> Addresses =>
        new()
        {
            { "/login", HttpStatusCode.OK },
            { "/members", HttpStatusCode.OK },
            { "/secrets/export.csv", HttpStatusCode.OK },
            { "/openapi/v1.json", HttpStatusCode.OK },
            { "/api-reference/", HttpStatusCode.OK },
            { "/app.css", HttpStatusCode.OK },
            { "/favicon.svg", HttpStatusCode.OK },
            { "/robots.txt", HttpStatusCode.OK },
            { "/_content/MudBlazor/MudBlazor.min.js", HttpStatusCode.OK },
            { "/_framework/blazor.web.js", HttpStatusCode.OK },
            { "/setup", HttpStatusCode.Redirect },
            { "/no-such-page", HttpStatusCode.NotFound },
            { "/invitation/forged", HttpStatusCode.Gone },
            { "/error", HttpStatusCode.OK },
        };

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_answer_carries_the_security_headers(string address, HttpStatusCode status)
    {
        using var client = host.Host.Visit();
        var answer = await (address == "/login" ? client : host.Owner).GetAsync(address);

        Assert.Equal(status, answer.StatusCode);
        AssertHeaders(answer);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/members")]
    [InlineData("/api-reference/")]
    [InlineData("/invitation/forged")]
    [InlineData("/no-such-page")]
    public async Task A_page_is_never_stored_in_a_cache(string address)
    {
        using var client = host.Host.Visit();
        var answer = await (address == "/login" ? client : host.Owner).GetAsync(address);

        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task The_answer_to_a_malformed_POST_carries_the_security_headers()
    {
        var answer = await host.Owner.PostRawAsync("/account", ("_handler", "nothing"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task The_answer_to_a_fault_carries_the_security_headers_and_shows_no_detail()
    {
        await using var host = WebHost.SetUp();
        await using var faulty = host.WithWebHostBuilder(b =>
            b.ConfigureTestServices(s => s.AddSingleton<IStartupFilter>(new FaultAtTheEnd()))
        );
        using var client = new HtmlClient(faulty.CreateClient(new() { AllowAutoRedirect = false }));
        await client.SignInAsync(WebTemplate.Members[0].Email, SampleMember.Password);

        var answer = await client.GetAsync("/beyond-every-page");
        var text = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("Something went wrong", text, StringComparison.Ordinal);
        Assert.DoesNotContain(FaultAtTheEnd.Secret, text, StringComparison.Ordinal);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task An_answer_over_https_asks_for_https_from_then_on()
    {
        await using var host = WebHost.SetUp("https://vault.example.org");
        using var client = host.Visit();

        var answer = await client.GetAsync("/login");

        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/client/v4/accounts")]
    [InlineData("/runtime/v1/bindings")]
    public async Task An_answer_over_https_includes_subdomains_in_HSTS_when_the_setting_says_so(string address)
    {
        await using var host = WebHost.With(("urls", "https://vault.example.org"), ("Hsts:IncludeSubDomains", "true"));
        using var client = host.CreateClient(new() { BaseAddress = new Uri("https://vault.example.org") });

        var answer = await client.GetAsync(address);

        Assert.Equal("max-age=31536000; includeSubDomains", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    private static void AssertHeaders(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy")).Split(';', StringSplitOptions.TrimEntries);
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains(
            policy,
            p => p.StartsWith("script-src 'self'", StringComparison.Ordinal) && !p.Contains("unsafe", StringComparison.Ordinal)
        );
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(Assert.Single(answer.Headers.GetValues("Referrer-Policy")), new[] { "same-origin", "no-referrer" });
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.NotEmpty(Assert.Single(answer.Headers.GetValues("Permissions-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    /// <summary>Fails where no page is, inside everything that the program puts around its pages.</summary>
    private sealed class FaultAtTheEnd : IStartupFilter
    {
        public const string Secret = "what the fault was about";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                next(app);
                app.Run(_ => throw new InvalidOperationException(Secret));
            };
    }
}
