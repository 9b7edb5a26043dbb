using System.Net;
using System.Text.Json;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Web.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>A condition of a token is applied in every accepted spelling, and also limits the token itself.</summary>
public sealed class Token_restrictions(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    private const string Read = "5e33b7d77788455c9fdf18cbd38ee5a0";

    private string All => $"{api.Account}/tokens";

    [Theory]
    [InlineData("request_ip")]
    [InlineData("request.ip")]
    public async Task An_address_limit_of_a_token_works_in_either_spelling(string spelling)
    {
        var administer = await api.TokenAsync(level: null);

        var made = await api.SendAsync("POST", All, Body($$$"""{"{{{spelling}}}":{"in":["203.0.113.0/24"]}}"""), administer);

        Assert.Equal("203.0.113.0/24", made.Result.GetProperty("condition").GetProperty("request_ip").GetProperty("in")[0].GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await api.GetAsync(api.Stores, made.Result.GetProperty("value").GetString())).Status);
    }

    [Fact]
    public async Task A_token_cannot_lift_its_own_limits()
    {
        var token = await api.TokenAsync(new TokenInput("careful", Level: null, Administer: true));
        var one = $"{All}/{token.Token.Id}";

        var refused = await api.SendAsync("PUT", one, Body("null"), token.Text);

        Assert.StartsWith("400 1001 token_is_itself: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("careful", (await api.GetAsync(one, token.Text)).Result.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await api.SendAsync("PUT", one, Body("null"), await api.TokenAsync(level: null))).Status);
    }

    [Fact]
    public async Task The_curl_command_that_disables_a_token_keeps_its_limits()
    {
        var (administer, store) = (await api.TokenAsync(level: null), await api.StoreAsync());
        var token = await api.TokenAsync(
            new TokenInput(
                "limited",
                TokenLevel.Bind,
                Stores: [store],
                NotBefore: DateTimeOffset.UnixEpoch.AddYears(90),
                Expires: new Expiry(DateTimeOffset.UnixEpoch.AddYears(100)),
                AllowedFrom: ["203.0.113.0/24"],
                DeniedFrom: ["203.0.113.7"]
            )
        );
        var before = (await api.GetAsync($"{All}/{token.Token.Id}", administer)).Result;

        var command = TokenCurls.Of(token.Token, api.Vault.AccountId).Single(c => c.Endpoint == "edit-token");
        var answer = await api.SendAsync("PUT", $"{All}/{token.Token.Id}", JsonSerializer.Serialize(command.Body), administer);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        var after = answer.Result;

        Assert.Equal("disabled", after.GetProperty("status").GetString());
        Assert.Equal(Rest(before), Rest(after));

        static IEnumerable<string> Rest(JsonElement token) =>
            token.EnumerateObject().Where(p => p.Name is not ("status" or "modified_on")).Select(p => p.ToString());
    }

    private string Body(string condition) =>
        $$$"""{"name":"limited","policies":[{"effect":"allow","permission_groups":[{"id":"{{{Read}}}"}],"resources":"""
        + $$$"""{"com.cloudflare.api.account.{{{api.Vault.AccountId}}}":"*"}}],"condition":{{{condition}}}}""";
}
