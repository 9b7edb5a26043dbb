using System.Net;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Web.Tests.Hosting;

public sealed partial class Headers_of_every_response(ProductionWebHost server)
{
    [Theory]
    [InlineData("/setup")]
    [InlineData("/")]
    [InlineData("/app.css")]
    [InlineData("/_blazor/negotiate")]
    [InlineData("/nothing/lives/here")]
    public async Task Pages_files_redirects_and_errors_carry_the_security_headers(string address)
    {
        using var answer = await server.Client().GetAsync(address);

        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("same-origin", Header(answer, "Referrer-Policy"));
        Assert.Equal("same-origin", Header(answer, "Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task The_content_security_policy_allows_no_foreign_and_no_inline_script()
    {
        using var answer = await server.Client().GetAsync("/setup");

        var policy = Header(answer, "Content-Security-Policy").Split("; ");
        Assert.Contains("default-src 'self'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
        Assert.DoesNotContain("unsafe-eval", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_page_is_kept_by_a_cache()
    {
        using var answer = await server.Client().GetAsync("/setup");

        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task A_page_without_a_session_has_no_inline_script_and_opens_no_circuit()
    {
        var page = await server.Client().GetStringAsync("/setup");

        Assert.DoesNotMatch(InlineScript(), page);
        Assert.DoesNotContain("<script src=\"_framework/blazor.web.js\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Blazor:{\"type\":\"server\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_loads_nothing_from_other_servers()
    {
        var page = await server.Client().GetStringAsync("/setup");

        Assert.DoesNotMatch("(src|href)=\"(https?:)?//", page);
    }

    [Theory]
    [InlineData("/setup")]
    [InlineData("/app.css")]
    [InlineData("/_content/MudBlazor/MudBlazor.min.css")]
    public async Task Pages_and_files_come_compressed(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept-Encoding", "br" } } };
        using var answer = await server.Client().SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
        Assert.InRange((await answer.Content.ReadAsByteArrayAsync()).Length, 1, 70_000);
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    [GeneratedRegex("<script(?![^>]*\\ssrc=)")]
    private static partial Regex InlineScript();
}
