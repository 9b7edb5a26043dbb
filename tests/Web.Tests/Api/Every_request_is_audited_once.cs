using System.Net;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Every_request_is_audited_once(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Theory]
    [InlineData("GET", "/nowhere", "404", null, "route_not_found")]
    [InlineData("PUT", "/secrets_store/stores", "405", null, "route_not_found")]
    [InlineData("OPTIONS", "/secrets_store/stores", "405", null, "route_not_found")]
    [InlineData("POST", "/secrets_store/stores", "413", 1024 * 1024 + 1, "body_too_large")]
    [InlineData("POST", "/secrets_store/stores", "400", 1, "invalid_json_body")]
    [InlineData("GET", "/secrets_store/stores?page=0", "400", null, "invalid_query")]
    public async Task A_request_that_cannot_succeed_still_leaves_one_row(string method, string path, string status, int? bytes, string code)
    {
        using var body = bytes is { } length ? new ByteArrayContent(new byte[length]) : null;
        var before = api.Host.Rows();

        var answer = await api.SendBodyAsync(method, api.Account + path, body, api.Edit);

        Assert.Equal(before + 1, api.Host.Rows());
        Assert.StartsWith(status, answer.Error, StringComparison.Ordinal);
        var row = await RowAsync(answer);
        Assert.Equal((AuditResult.Failed, ActorKind.Token, code), (row.Result, row.ActorKind, row.Code));
    }

    [Theory]
    [InlineData("GET", "/nowhere", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/secrets_store/stores", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/secrets_store/stores", HttpStatusCode.Unauthorized)]
    public async Task A_request_without_a_token_leaves_one_row_whatever_the_size_of_its_body(
        string method,
        string path,
        HttpStatusCode status
    )
    {
        using var body = new ByteArrayContent(new byte[2 * 1024 * 1024]);
        var before = api.Host.Rows();

        var answer = await api.SendBodyAsync(method, api.Account + path, method == "GET" ? null : body, token: null);

        Assert.Equal((status, before + 1), (answer.Status, api.Host.Rows()));
        var row = await RowAsync(answer);
        Assert.Equal((AuditResult.Refused, ActorKind.Nobody), (row.Result, row.ActorKind));
    }

    [Fact]
    public async Task A_request_with_a_disabled_token_leaves_one_row_with_the_requested_operation()
    {
        var token = await api.TokenAsync(new TokenInput("off", TokenLevel.Edit));
        await api.DoAsync(new DisableToken(TokenSide.Account, token.Token.Id));
        var before = api.Host.Rows();

        var answer = await api.SendAsync("POST", api.Stores, """{"name":"x"}""", token.Text);

        Assert.Equal((HttpStatusCode.Unauthorized, before + 1), (answer.Status, api.Host.Rows()));
        var row = await RowAsync(answer);
        Assert.Equal((Act.CreateStore, token.Token.Id.Value, AuditResult.Refused), (row.Act, row.ActorId, row.Result));
    }

    private async Task<AuditRow> RowAsync(Answer answer)
    {
        var id = Assert.Single(answer.Message.Headers.GetValues("X-Request-Id"));
        return Assert.Single((await api.DoAsync(new ListAudit(new AuditFilter(Search: id)))).Rows);
    }
}
