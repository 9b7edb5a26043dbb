namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler whoami</c>, and the account that wrangler finds out by itself.</summary>
public class The_whoami_command(ClientHost host)
{
    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_whoami_command_recognizes_an_account_token(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false }.RunAsync("whoami");

        ran.Did("You are logged in with an Account API Token, associated with the account Secrets Dashboard.");
        Assert.Contains(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_whoami_command_names_the_member_of_a_members_token(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = await host.OwnersTokenAsync() }.RunAsync("whoami");

        ran.Did($"You are logged in with an User API Token, associated with the email {ClientHost.Owner}.");
        Assert.Contains(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task The_whoami_command_fails_with_an_invalid_token(string wrangler)
    {
        var ran = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = "not-a-token" }.RunAsync("whoami");

        Assert.NotEqual(0, ran.ExitCode);
        Assert.DoesNotContain(host.Account, ran.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Wranglers))]
    public async Task Wrangler_finds_the_account_by_itself_when_none_is_configured(string wrangler)
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
