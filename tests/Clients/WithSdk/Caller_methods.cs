namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>Methods with which a program identifies itself: <c>client.accounts</c>,
/// <c>.memberships</c>, <c>.user</c> and <c>verify</c>.</summary>
public class Caller_methods(ApiClientHost host)
{
    private object Account => new { account_id = host.Account };

    [Fact]
    public async Task The_list_of_accounts_holds_exactly_the_one_account()
    {
        var listed = Assert.Single(await host.With(TokenLevel.Read).EveryAsync("accounts.list"));
        var got = await host.With(TokenLevel.Read).DoAsync("accounts.get", Account);

        Assert.Equal(host.Account, listed.Text("id"));
        Assert.Equal(listed.GetRawText(), got.GetRawText());
        (await host.FullAccess.TryAsync("accounts.get", new { account_id = TestObjects.UnknownId })).Refused(
            "NotFoundError",
            404,
            7003,
            ""
        );
    }

    [Fact]
    public async Task A_members_token_identifies_its_member()
    {
        var own = host.WithToken(await host.OwnersTokenAsync());

        Assert.Equal(ApiClientHost.Owner, (await own.DoAsync("user.get")).Text("email"));
        Assert.Equal(host.Account, Assert.Single(await own.EveryAsync("memberships.list")).GetProperty("account").Text("id"));
        Assert.Equal("active", (await own.DoAsync("user.tokens.verify")).Text("status"));
        Assert.Equal("active", (await own.DoAsync("accounts.tokens.verify", Account)).Text("status"));
    }

    [Fact]
    public async Task An_account_token_does_not_identify_a_member()
    {
        (await host.FullAccess.TryAsync("user.get")).Refused("PermissionDeniedError", 403, 9109, "");
        (await host.FullAccess.TryAsync("memberships.list")).Refused("PermissionDeniedError", 403, 9106, "");
        (await host.FullAccess.TryAsync("user.tokens.verify")).Refused("AuthenticationError", 401, 1000, "Invalid API Token");
        Assert.Equal("active", (await host.FullAccess.DoAsync("accounts.tokens.verify", Account)).Text("status"));
    }
}
