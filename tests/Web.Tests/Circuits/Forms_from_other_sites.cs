using System.Net;

namespace SecretsDashboard.Web.Tests.Circuits;

public sealed class Forms_from_other_sites
{
    public static TheoryData<string> Pages => ["/login", "/setup", "/invitation/forged", "/logout", "/account"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_form_from_another_site_is_refused_even_with_the_servers_own_origin(string page)
    {
        await using var host = WebHost.SetUp();
        using var client = await host.VisitAsync(WebTemplate.Members[0]);
        var token = HtmlClient.TokenOf(await client.ReadAsync("/account"));

        foreach (var from in new[] { "cross-site", "same-site", "invented" })
        {
            var answer = await client.Client.SendAsync(Post(page, token, "http://127.0.0.1", from));

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("another site", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/account")).StatusCode); // The member is still signed in.
    }

    [Theory]
    [InlineData("null", "same-origin")] // The browser sends this for a page with an opaque origin.
    [InlineData("null", null)]
    [InlineData("https://secrets.example.org", "same-origin")] // A proxy that does not pass the host on.
    [InlineData(null, "none")]
    [InlineData(null, null)]
    public async Task A_form_is_not_refused_because_of_its_origin_alone(string? origin, string? from)
    {
        await using var host = WebHost.SetUp();
        using var client = host.Visit();
        var token = HtmlClient.TokenOf(await client.ReadAsync("/login"));

        var answer = await client.Client.SendAsync(Post("/login", token, origin, from));

        Assert.Equal((HttpStatusCode.Redirect, "/"), (answer.StatusCode, answer.Headers.Location?.PathAndQuery));
    }

    private static HttpRequestMessage Post(string page, string token, string? origin, string? from)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, page)
        {
            Content = new FormUrlEncodedContent([
                KeyValuePair.Create("_handler", "login"),
                KeyValuePair.Create("__RequestVerificationToken", token),
                KeyValuePair.Create("Input.Email", WebTemplate.Members[0].Email),
                KeyValuePair.Create("Input.Password", SampleMember.Password),
            ]),
        };
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }
        if (from is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", from);
        }
        return request;
    }
}
