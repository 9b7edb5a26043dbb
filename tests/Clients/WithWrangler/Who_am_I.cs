namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler whoami</c>, and the account that wrangler finds out by itself.</summary>
public class Who_am_I(ClientHost host)
{
    [Theory, ClassData(typeof(Wranglers))]
    public async Task An_accounts_token_is_told_from_a_members(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false }.RunAsync("whoami");

        ran.Did("You are logged in with an Account API Token, associated with the account Secrets Dashboard.");
        Assert.Contains(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task A_members_token_names_its_member(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = await host.OwnersTokenAsync() }.RunAsync("whoami");

        ran.Did($"You are logged in with an User API Token, associated with the email {ClientHost.Owner}.");
        Assert.Contains(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task A_token_that_is_none_is_nobody(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = "not-a-token" }.RunAsync("whoami");

        Assert.NotEqual(0, ran.ExitCode);
        Assert.DoesNotContain(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_account_is_found_out_when_nobody_says_it(string wrangler)
    {
        await host.StoreAsync();

        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = await host.OwnersTokenAsync() }.SecretsStoreAsync(
            "store",
            "list",
            "--per-page",
            "100"
        );

        ran.Did(host.Account);
    }
}
