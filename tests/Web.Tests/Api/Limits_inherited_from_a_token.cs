using System.Net;
using System.Text.Json;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>On the wire: what a token issues inherits its bounds, and ends with it on demand; a repeated roll cuts nothing off.</summary>
public sealed class Limits_inherited_from_a_token(ApiWebHost api) : IClassFixture<ApiWebHost>, IAsyncLifetime
{
    private NewToken _issuer = null!;

    private string Tokens => $"{api.Account}/tokens";

    public async ValueTask InitializeAsync() =>
        _issuer = await api.TokenAsync(new TokenInput("issuer", null, Administer: true, Expires: Expiry.After(TimeSpan.FromHours(1))));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_token_shows_the_end_that_it_inherited_from_its_issuer()
    {
        var made = await SendAsync("POST", Tokens, Body());

        Assert.Equal(Time(_issuer.Token.Expires!.Value), made.Result.GetProperty("expires_on").GetString());
    }

    [Theory]
    [InlineData(""","expires_on":null""", "token_expires_beyond_issuer", "/expires_on")]
    [InlineData(""","expires_on":"2199-01-01T00:00:00Z" """, "token_expires_beyond_issuer", "/expires_on")]
    [InlineData(""","may_issue_longer":true""", "token_may_issue_longer_by_token", "/may_issue_longer")]
    public async Task A_token_cannot_issue_more_than_it_has_and_the_refusal_names_the_field(string more, string code, string pointer)
    {
        var refused = await SendAsync("POST", Tokens, Body(more, "Account Administer"));

        Assert.Equal(($"400 1001 {code}", pointer), (refused.Error, Assert.Single(refused.Pointers)));
        Assert.NotEmpty(refused.Messages);
    }

    [Fact]
    public async Task A_token_cannot_roll_a_token_that_ends_later_than_itself()
    {
        var later = await api.TokenAsync(new TokenInput("later", TokenLevel.Read));

        Assert.StartsWith(
            "400 1001 token_beyond_issuer: This token expires later,",
            (await SendAsync("PUT", $"{Tokens}/{later.Token.Id}/value")).Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_token_shows_whether_it_may_issue_longer()
    {
        var longer = await api.TokenAsync(new TokenInput("longer", null, Administer: true, MayIssueLonger: true));
        var administer = await api.TokenAsync(level: null);

        Assert.True((await api.GetAsync($"{Tokens}/{longer.Token.Id}", administer)).Result.GetProperty("may_issue_longer").GetBoolean());
        Assert.False((await api.GetAsync($"{Tokens}/{_issuer.Token.Id}", administer)).Result.TryGetProperty("may_issue_longer", out _));
    }

    [Fact]
    public async Task A_credential_ends_with_its_issuing_token_and_a_later_end_is_refused()
    {
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";

        var made = await SendAsync("POST", credentials, """{"name":"ci"}""");
        var never = await SendAsync("POST", credentials, """{"name":"ci","expires_on":null}""");

        Assert.Equal(Time(_issuer.Token.Expires!.Value), made.Result.GetProperty("expires_on").GetString());
        Assert.Equal(("400 1001 credential_expires_beyond_issuer", "/expires_on"), (never.Error, Assert.Single(never.Pointers)));
    }

    [Fact]
    public async Task Deleting_a_token_reports_what_it_issued_or_revokes_that_too()
    {
        var administer = await api.TokenAsync(level: null);
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";
        async Task<(string, Answer)> ChainAsync()
        {
            var first = await api.SendAsync("POST", Tokens, Body(groups: "Account Administer"), administer);
            var text = first.Result.GetProperty("value").GetString()!;
            await api.SendAsync("POST", Tokens, Body(), text);
            return (first.Id, await api.SendAsync("POST", credentials, """{"name":"ci"}""", text));
        }

        var (left, _) = await ChainAsync();
        var leaves = await api.SendAsync("DELETE", $"{Tokens}/{left}", null, administer);
        var (gone, credential) = await ChainAsync();
        var takes = await api.SendAsync("DELETE", $"{Tokens}/{gone}?revoke_issued=true", null, administer);
        var wrong = await api.SendAsync("DELETE", $"{Tokens}/{gone}?revoke_issued=yes", null, administer);

        Assert.Equal(
            "issued_remain: 1 token and 1 credential that it issued remain valid until they expire or are revoked one by one.",
            Assert.Single(leaves.Messages)
        );
        Assert.Empty(takes.Messages);
        Assert.DoesNotContain(credential.Id, (await api.GetAsync(credentials, administer)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
    }

    [Fact]
    public async Task A_repeated_roll_keeps_the_value_in_use_and_a_further_roll_is_a_conflict()
    {
        var credentials = $"{api.Account}/services/{await api.ServiceAsync()}/credentials";
        var made = await SendAsync("POST", credentials, """{"name":"ci"}""");
        var value = $"{credentials}/{made.Id}/value";
        Assert.Equal(HttpStatusCode.OK, await UseAsync(made));

        await SendAsync("PUT", value, "{}"); // Its answer is lost.
        var repeated = await SendAsync("PUT", value, "{}");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(made), await UseAsync(repeated)));

        var conflict = await SendAsync("PUT", value, "{}");
        Assert.StartsWith("409 1003 roll_in_progress: The last roll is still in progress", conflict.Error, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await UseAsync(made));
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("PUT", $"{value}?force=true", "{}")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, await UseAsync(made));
    }

    private async Task<HttpStatusCode> UseAsync(Answer credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/runtime/v1/bindings");
        request.Headers.Authorization = new("Bearer", credential.Result.GetProperty("value").GetString());
        using var answer = await api.SendPlainAsync(request);
        return answer.StatusCode;
    }

    private Task<Answer> SendAsync(string method, string path, string? json = null) => api.SendAsync(method, path, json, _issuer.Text);

    private string Body(string more = "", string groups = "Secrets Store Read") =>
        $$$"""
            {"name":"t","policies":[{"effect":"allow","permission_groups":[{"id":"{{{PermissionGroup.All.Single(g =>
                g.Name == groups
            ).Id}}}"}],
             "resources":{{{JsonSerializer.Serialize(
                new Dictionary<string, string> { [$"com.cloudflare.api.account.{api.Vault.AccountId}"] = "*" }
            )}}}}]{{{more}}}}
            """;

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", null);
}
