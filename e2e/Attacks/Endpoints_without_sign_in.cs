using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SecretsDashboard.E2E.Browsing;
using SecretsDashboard.E2E.Hosts;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace SecretsDashboard.E2E.Attacks;

[Collection(nameof(DesktopHost))]
public sealed class Endpoints_without_sign_in(DesktopHost host) : BrowserTest(host)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/secrets")]
    [InlineData("/secrets/new")]
    [InlineData("/secrets/00000000000000000000000000000000")]
    [InlineData("/stores")]
    [InlineData("/services")]
    [InlineData("/members")]
    [InlineData("/roles")]
    [InlineData("/audit")]
    [InlineData("/account")]
    public async Task A_page_requested_without_signing_in_redirects_to_the_sign_in_page(string path)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var response = await client.GetAsync(new Uri(host.Server.Address, path), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/login", new Uri(host.Server.Address, response.Headers.Location!).AbsolutePath, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/login?returnUrl=https://evil.example/")]
    [InlineData("/login?returnUrl=//evil.example/")]
    [InlineData("/login?ReturnUrl=%2F%5Cevil.example")]
    public async Task Signing_in_never_redirects_to_another_site(string path)
    {
        var visitor = await host.NewPersonAsync(host.Reporter.Email);
        var page = await visitor.OpenStaticAsync(path);
        await page.FillSignInAsync(host.Reporter.Email, host.Reporter.Password);
        await Expect(page).Not.ToHaveURLAsync(new Regex("/login"));
        Assert.Equal(host.Server.Address.Authority, new Uri(page.Url).Authority);
    }

    [Fact]
    public async Task The_sign_in_page_has_the_security_headers()
    {
        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri(host.Server.Address, "/login"), TestContext.Current.CancellationToken);
        var policy = string.Join(';', response.Headers.GetValues("Content-Security-Policy"));

        Assert.Contains("object-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotMatch("script-src[^;]*unsafe", policy);
        Assert.Equal(["nosniff"], response.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(response.Headers.Contains("Referrer-Policy"));
    }
}
