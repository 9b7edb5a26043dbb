namespace SecretsDashboard.Clients.Tests.WithWrangler;

/// <summary><c>wrangler whoami</c>, and the account that wrangler finds out by itself.</summary>
public class The_whoami_command(ApiClientHost host)
{
    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_whoami_command_recognizes_an_account_token(string wrangler)
    {
        var result = await new Wrangler(host, wrangler) { KnowsAccount = false }.RunAsync("whoami");

        result.Succeeded("You are logged in with an Account API Token, associated with the account Secrets Dashboard.");
        Assert.Contains(host.Account, result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_whoami_command_names_the_member_of_a_members_token(string wrangler)
    {
        var result = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = await host.OwnersTokenAsync() }.RunAsync("whoami");

        result.Succeeded($"You are logged in with an User API Token, associated with the email {ApiClientHost.Owner}.");
        Assert.Contains(host.Account, result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task The_whoami_command_fails_with_an_invalid_token(string wrangler)
    {
        var result = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = "not-a-token" }.RunAsync("whoami");

        Assert.NotEqual(0, result.ExitCode);
        Assert.DoesNotContain(host.Account, result.Output, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(WranglerVersions))]
    public async Task Wrangler_finds_the_account_by_itself_when_none_is_configured(string wrangler)
    {
        await host.StoreAsync();

        var result = await new Wrangler(host, wrangler) { KnowsAccount = false, Token = await host.OwnersTokenAsync() }.SecretsStoreAsync(
            "store",
            "list",
            "--per-page",
            "100"
        );

        result.Succeeded(host.Account);
    }
}
