using System.Net.Http.Headers;
using Microsoft.AspNetCore.Routing;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tests.Endpoints;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>HEAD is GET without its body, on every address that has a GET. The addresses come from the running program.</summary>
public sealed class Head_requests(ListeningWebHost server) : IClassFixture<ListeningWebHost>
{
    private ApiWebHost Api => server.Api;

    [Fact]
    public async Task HEAD_returns_the_status_and_headers_of_GET_without_the_body_and_leaves_the_same_rows()
    {
        var sample = await ApiSampleData.MakeAsync(Api);
        var all = (await Api.TokenAsync(new TokenInput("all", TokenLevel.Edit, Administer: true))).Text;
        var paths = ListedEndpoint
            .Endpoints(Api.Host)
            .Where(e => e.RoutePattern.RawText!.StartsWith("/client/v4/", StringComparison.Ordinal))
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Contains("GET"))
            .Select(e =>
                sample.Fill(
                    "GET",
                    e.RoutePattern.RawText!.TrimEnd('/').Replace("{account_id}", Api.Vault.AccountId, StringComparison.Ordinal)
                )
            )
            .ToList();

        Assert.InRange(paths.Count, 30, 200);
        foreach (var path in paths.Append($"{Api.Account}/nowhere").Append($"{Api.Stores}?page=0"))
        {
            foreach (var token in new[] { all, null })
            {
                var (get, rowsOfGet) = await SendAsync(HttpMethod.Get, path, token);
                var (head, rowsOfHead) = await SendAsync(HttpMethod.Head, path, token);

                Assert.Equal((path, (int)get.StatusCode, rowsOfGet), (path, (int)head.StatusCode, rowsOfHead));
                Assert.Equal("", await head.Content.ReadAsStringAsync());
                Assert.Equal(Headers(get), Headers(head));
            }
        }
    }

    [Fact]
    public async Task HEAD_on_an_endpoint_without_GET_is_refused_with_the_allowed_methods()
    {
        var (head, rows) = await SendAsync(
            HttpMethod.Head,
            $"{Api.Stores}/{await Api.StoreAsync()}/secrets/{new string('0', 32)}/duplicate",
            Api.Edit
        );

        Assert.Equal((405, 1), ((int)head.StatusCode, rows));
        Assert.Equal(["POST"], head.Content.Headers.Allow);
    }

    private async Task<(HttpResponseMessage Answer, long Rows)> SendAsync(HttpMethod method, string path, string? token)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        var before = Api.Host.Rows();
        var answer = await Api.SendPlainAsync(request);
        return (answer, Api.Host.Rows() - before);
    }

    private static IEnumerable<string> Headers(HttpResponseMessage answer) =>
        answer
            .Headers.Concat(answer.Content.Headers)
            .Where(h =>
                !h.Key.Equals("Date", StringComparison.OrdinalIgnoreCase)
                && !h.Key.Equals("X-Request-Id", StringComparison.OrdinalIgnoreCase)
            )
            .Select(h => $"{h.Key}: {string.Join(", ", h.Value)}")
            .Order(StringComparer.Ordinal);
}
