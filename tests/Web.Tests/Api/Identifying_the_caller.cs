using System.Net;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Web.Tests.Api;

public sealed class Identifying_the_caller(ApiWebHost api) : IClassFixture<ApiWebHost>
{
    [Fact]
    public async Task An_account_token_is_verified_as_active_at_its_account()
    {
        var token = await api.TokenAsync(new TokenInput("asks", TokenLevel.Read, Administer: false, Stores: null));

        SeesActive(token, await api.GetAsync($"{api.Account}/tokens/verify", token.Text));
    }

    [Theory]
    [InlineData("/client/v4/user/tokens/verify")]
    [InlineData("ACCOUNT/tokens/verify")]
    public async Task A_members_token_learns_that_it_is_active(string path)
    {
        var token = await api.DoAsync(new CreateToken(TokenSide.Own, new TokenInput("asks", TokenLevel.Read)));

        SeesActive(token, await api.GetAsync(At(path), token.Text));
    }

    [Fact]
    public async Task An_account_token_cannot_be_verified_as_a_users_token() =>
        Assert.Equal("401 1000 Invalid API Token", (await api.GetAsync("/client/v4/user/tokens/verify")).Error);

    [Fact]
    public async Task A_disabled_token_learns_only_that_it_is_disabled()
    {
        var token = await api.TokenAsync(new TokenInput("off", TokenLevel.Edit, Administer: false, Stores: null));
        await api.DoAsync(new DisableToken(TokenSide.Account, token.Token.Id));

        Assert.Equal("disabled", (await api.GetAsync($"{api.Account}/tokens/verify", token.Text)).Result.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("/client/v4/accounts", token.Text)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(api.Account, token.Text)).Status);
    }

    [Theory]
    [InlineData("/client/v4/user/tokens/verify")]
    [InlineData("ACCOUNT/tokens/verify")]
    [InlineData("/client/v4/user")]
    [InlineData("/client/v4/memberships")]
    [InlineData("/client/v4/accounts")]
    [InlineData("ACCOUNT")]
    public async Task A_text_that_is_not_a_token_is_refused(string path) =>
        Assert.Equal("401 1000 Invalid API Token", (await api.GetAsync(At(path), "sdt_unknown")).Error);

    [Fact]
    public async Task The_account_list_contains_one_account_and_is_empty_past_its_end()
    {
        var first = await api.GetAsync("/client/v4/accounts?page=1");

        Assert.Equal(api.Vault.AccountId, Assert.Single(first.Result.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(0, (await api.GetAsync("/client/v4/accounts?page=2")).Result.GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await api.GetAsync("/client/v4/accounts?page=0")).Status);
        Assert.Equal(api.Vault.AccountId, (await api.GetAsync(api.Account)).Id);
        Assert.StartsWith("404 7003", (await api.GetAsync("/client/v4/accounts/" + new string('0', 32))).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_token_has_no_user_and_no_memberships()
    {
        Assert.StartsWith("403 9109", (await api.GetAsync("/client/v4/user")).Error, StringComparison.Ordinal);
        Assert.StartsWith("403 9106", (await api.GetAsync("/client/v4/memberships")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_members_token_names_its_member_and_the_account()
    {
        var own = (
            await api.DoAsync(new CreateToken(TokenSide.Own, new TokenInput("own", TokenLevel.Read, Administer: false, Stores: null)))
        ).Text;

        Assert.Equal(WebTemplate.Members[0].Email, (await api.GetAsync("/client/v4/user", own)).Result.GetProperty("email").GetString());
        var membership = Assert.Single((await api.GetAsync("/client/v4/memberships?page=1", own)).Result.EnumerateArray());
        Assert.Equal(api.Vault.AccountId, membership.GetProperty("account").GetProperty("id").GetString());
    }

    private static void SeesActive(NewToken token, Answer answer)
    {
        Assert.Equal(
            (HttpStatusCode.OK, token.Token.Id.Value, "active"),
            (answer.Status, answer.Id, answer.Result.GetProperty("status").GetString())
        );
        Assert.Equal("This API Token is valid and active", Assert.Single(answer.Messages));
    }

    private string At(string path) => path.Replace("ACCOUNT", api.Account, StringComparison.Ordinal);
}
