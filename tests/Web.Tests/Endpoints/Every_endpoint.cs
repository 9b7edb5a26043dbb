using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;

namespace SecretsDashboard.Web.Tests.Endpoints;

public sealed class Every_endpoint(SharedWebHost host) : IClassFixture<SharedWebHost>
{
    public static TheoryData<string> Members =>
        [.. ListedEndpoint.OfTable().Where(d => !d.AllowsAnonymous && d.Methods != "*").Select(d => d.Address)];
    public static TheoryData<string> Pages => [.. ListedEndpoint.OfTable().Where(d => d.IsPage).Select(d => d.Address)];

    [Fact]
    public void The_table_lists_exactly_the_served_endpoints() => Assert.Equal(ListedEndpoint.OfTable(), ListedEndpoint.Of(host.Host));

    [Fact]
    public void The_table_states_who_may_call_each_endpoint_and_by_which_rule() =>
        Assert.All(ListedEndpoint.Lines(), l => Assert.True(l is [_, _, "anyone" or "member", { Length: > 10 }], string.Join(' ', l)));

    [Fact]
    public void The_table_lists_every_page_route()
    {
        var routes = typeof(Program)
            .Assembly.GetTypes()
            .SelectMany(t => t.GetCustomAttributes<RouteAttribute>())
            .Select(r => r.Template)
            .Order(StringComparer.Ordinal);

        Assert.Equal(ListedEndpoint.OfTable().Where(d => d.IsPage).Select(d => d.Path).Order(StringComparer.Ordinal), routes);
    }

    [Fact]
    public void A_static_file_allows_only_GET_and_HEAD()
    {
        var files = ListedEndpoint.Endpoints(host.Host).Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is not null).ToList();

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
    public async Task An_endpoint_for_members_leads_a_visitor_to_sign_in_and_back(string address)
    {
        var answer = await host.Visitor.GetAsync(address);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal($"/login?returnUrl={Uri.EscapeDataString(address)}", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task The_circuit_endpoint_is_closed_to_visitors_without_a_session()
    {
        var answer = await host.Visitor.Client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_missing_page_redirects_visitors_to_sign_in_and_is_not_found_for_members()
    {
        var visitor = await host.Visitor.GetAsync("/no/such/page");
        var member = await host.Owner.GetAsync("/no/such/page");

        Assert.Equal((HttpStatusCode.Redirect, "/login"), (visitor.StatusCode, visitor.Headers.Location!.AbsolutePath));
        Assert.Equal(HttpStatusCode.NotFound, member.StatusCode);
        Assert.Contains("This page does not exist", await member.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_refuses_a_POST_without_its_antiforgery_token(string address)
    {
        var answer = await host.Owner.PostRawAsync(
            address,
            ("_handler", "login"),
            ("Input.Email", "x"),
            ("__RequestVerificationToken", "forged")
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_refuses_every_method_other_than_GET_HEAD_and_POST(string address)
    {
        foreach (var method in new[] { HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Options, HttpMethod.Trace })
        {
            var answer = await host.Owner.Client.SendAsync(new HttpRequestMessage(method, address));

            Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.MethodNotAllowed, HttpStatusCode.NotFound });
        }
    }

    [Theory]
    [InlineData("/members/..%2f..%2fsetup")]
    [InlineData("/members/%2e%2e/%2e%2e/key.json")]
    [InlineData("/fonts/..%2f..%2fappsettings.json")]
    [InlineData("/%c0%ae%c0%ae/appsettings.json")]
    [InlineData("/invitation/%2e%2e%2fsetup")]
    public async Task A_path_with_dots_or_overlong_utf8_does_not_reach_another_page_or_file(string address)
    {
        var answer = await host.Visitor.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();

        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
        Assert.DoesNotContain("Setup code", text, StringComparison.Ordinal);
        Assert.DoesNotContain("LogLevel", text, StringComparison.Ordinal);
    }
}
