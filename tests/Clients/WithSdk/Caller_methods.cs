namespace SecretsDashboard.Clients.Tests.WithSdk;

/// <summary>Methods with which a program identifies itself: <c>client.accounts</c>,
/// <c>.memberships</c>, <c>.user</c> and <c>verify</c>.</summary>
public class Caller_methods(ClientHost host)
{
    private object Account => new { account_id = host.Account };

    [Fact]
    public async Task The_list_of_accounts_holds_exactly_the_one_account()
    {
        var listed = Assert.Single(await host.With(Level.Read).EveryAsync("accounts.list"));
        var got = await host.With(Level.Read).DoAsync("accounts.get", Account);

        Assert.Equal(host.Account, listed.Text("id"));
        Assert.Equal(listed.GetRawText(), got.GetRawText());
        (await host.Keeper.TryAsync("accounts.get", new { account_id = Things.Nobody })).Refused("NotFoundError", 404, 7003, "");
    }

    [Fact]
    public async Task A_members_token_identifies_its_member()
    {
        var own = host.WithToken(await host.OwnersTokenAsync());

        Assert.Equal(ClientHost.Owner, (await own.DoAsync("user.get")).Text("email"));
        Assert.Equal(host.Account, Assert.Single(await own.EveryAsync("memberships.list")).GetProperty("account").Text("id"));
        Assert.Equal("active", (await own.DoAsync("user.tokens.verify")).Text("status"));
        Assert.Equal("active", (await own.DoAsync("accounts.tokens.verify", Account)).Text("status"));
    }

    [Fact]
    public async Task An_account_token_does_not_identify_a_member()
    {
        (await host.Keeper.TryAsync("user.get")).Refused("PermissionDeniedError", 403, 9109, "");
        (await host.Keeper.TryAsync("memberships.list")).Refused("PermissionDeniedError", 403, 9106, "");
        (await host.Keeper.TryAsync("user.tokens.verify")).Refused("AuthenticationError", 401, 1000, "Invalid API Token");
        Assert.Equal("active", (await host.Keeper.DoAsync("accounts.tokens.verify", Account)).Text("status"));
    }
}
