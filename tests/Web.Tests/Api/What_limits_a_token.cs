using System.Net;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

/// <summary>What was meant as a limit is one, however it is spelled, and stays one for the token itself.</summary>
public sealed class What_limits_a_token(Programs programs) : IClassFixture<Programs>
{
    private const string Read = "5e33b7d77788455c9fdf18cbd38ee5a0";

    private string All => $"{programs.Account}/tokens";

    [Theory]
    [InlineData("request_ip")]
    [InlineData("request.ip")]
    public async Task Is_its_addresses_in_either_spelling(string spelling)
    {
        var administer = await programs.TokenAsync(level: null);

        var made = await programs.SendAsync("POST", All, Body($$$"""{"{{{spelling}}}":{"in":["203.0.113.0/24"]}}"""), administer);

        Assert.Equal("203.0.113.0/24", made.Result.GetProperty("condition").GetProperty("request_ip").GetProperty("in")[0].GetString());
        Assert.Equal(HttpStatusCode.Forbidden, (await programs.GetAsync(programs.Stores, made.Result.GetProperty("value").GetString())).Status);
    }

    [Fact]
    public async Task Is_not_for_itself_to_lift()
    {
        var token = await programs.TokenAsync(new TokenInput("careful", Level: null, Administer: true));
        var one = $"{All}/{token.Token.Id}";

        var refused = await programs.SendAsync("PUT", one, Body("null"), token.Text);

        Assert.StartsWith("400 1001 token_is_itself: ", refused.Error, StringComparison.Ordinal);
        Assert.Equal("careful", (await programs.GetAsync(one, token.Text)).Result.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.OK, (await programs.SendAsync("PUT", one, Body("null"), await programs.TokenAsync(level: null))).Status);
    }

    private string Body(string condition) =>
        $$$"""{"name":"limited","policies":[{"effect":"allow","permission_groups":[{"id":"{{{Read}}}"}],"resources":{"com.cloudflare.api.account.{{{programs.Vault.AccountId}}}":"*"}}],"condition":{{{condition}}}}""";
}
