using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace SecretsDashboard.Web.Tests.Endpoints;

public sealed class Every_door(SharedWebHost here) : IClassFixture<SharedWebHost>
{
    public static TheoryData<string> Members =>
        [.. ListedEndpoint.OfTable().Where(d => !d.OpenToStrangers && d.Methods != "*").Select(d => d.Address)];
    public static TheoryData<string> Pages => [.. ListedEndpoint.OfTable().Where(d => d.IsPage).Select(d => d.Address)];

    [Fact]
    public void Stands_in_the_table_and_the_table_holds_no_other() => Assert.Equal(ListedEndpoint.OfTable(), ListedEndpoint.Of(here.Host));

    [Fact]
    public void Says_which_rule_judges_behind_it() =>
        Assert.All(ListedEndpoint.Lines(), l => Assert.True(l is [_, _, "anyone" or "member", { Length: > 10 }], string.Join(' ', l)));

    [Fact]
    public void Of_a_page_is_in_the_table()
    {
        var routes = typeof(Program)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => r.Template)
            .Order(StringComparer.Ordinal);

        Assert.Equal(ListedEndpoint.OfTable().Where(d => d.IsPage).Select(d => d.Path).Order(StringComparer.Ordinal), routes);
    }

    [Fact]
    public void That_is_a_static_file_is_for_looking_alone()
    {
        var files = ListedEndpoint.Endpoints(here.Host).Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, f => Assert.Equal(["GET", "HEAD"], f.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Order()));
        Assert.All(
            files,
            f =>
                Assert.Contains(
                    Path.GetExtension(f.RoutePattern.RawText!),
                    new[] { ".css", ".js", ".map", ".svg", ".woff2", ".txt", ".br", ".gz" }
                )
        );
    }

    [Theory]
    [MemberData(nameof(Members))]
    public async Task For_members_leads_a_stranger_to_sign_in_and_back(string address)
    {
        var answer = await here.Stranger.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(address)}", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task To_a_circuit_is_closed_to_strangers()
    {
        var answer = await here.Stranger.Client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task That_does_not_exist_looks_like_any_other_to_a_stranger_and_is_missing_for_a_member()
    {
        var stranger = await here.Stranger.GetAsync("/no/such/page");
        var member = await here.Owner.GetAsync("/no/such/page");

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (stranger.StatusCode, stranger.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.NotFound, member.StatusCode);
        Assert.Contains("This page does not exist", await member.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Takes_no_post_without_its_antiforgery_token(string address)
    {
        var answer = await here.Owner.PostRawAsync(
            address,
            ("_handler", "login"),
            ("Input.Email", "x"),
            ("__RequestVerificationToken", "forged")
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Takes_no_other_method(string address)
    {
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Options, HttpMethod.Trace })
        {
            var answer = await here.Owner.Client.SendAsync(new HttpRequestMessage(method, address));

            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });
        }
    }

    [Theory]
    [InlineData("/members/..%2f..%2fsetup")]
    [InlineData("/members/%2e%2e/%2e%2e/key.json")]
    [InlineData("/fonts/..%2f..%2fappsettings.json")]
    [InlineData("/%c0%ae%c0%ae/appsettings.json")]
    [InlineData("/invitation/%2e%2e%2fsetup")]
    public async Task Is_not_passed_by_dots_or_overlong_utf8(string address)
    {
        var answer = await here.Stranger.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Setup code", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LogLevel", text, StringComparison.Ordinal);
    }
}
