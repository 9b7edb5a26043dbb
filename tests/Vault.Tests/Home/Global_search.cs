using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Home;

public sealed class Global_search : VaultTest
{
    [Fact]
    public async Task Secrets_services_stores_and_members_are_found_by_part_of_their_name()
    {
        var store = await Host.StoreAsync("boss-store");
        await Host.SecretAsync(store, "BOSS_KEY");
        await Host.ServiceAsync(Scopes.AiGateway, name: "the-boss");

        var found = await Host.DoAsync(Host.Owner, new FindAnything(" Boss "));

        Assert.Equal(
            [
                (FoundKind.Secret, "BOSS_KEY", "boss-store"),
                (FoundKind.Service, "the-boss", "AI Gateway"),
                (FoundKind.Store, "boss-store", ""),
                (FoundKind.Member, Host.Owner.Email, ""),
            ],
            found.Select(f => (f.Kind, f.Name, f.Where))
        );
    }

    [Fact]
    public async Task Names_that_begin_with_the_searched_text_come_first_and_each_kind_has_a_limit()
    {
        var store = await Host.StoreAsync();
        await Host.DoAsync(
            Host.Owner,
            new CreateSecrets(store, [.. Enumerable.Range(0, 9).Select(n => VaultSampleData.New($"A_KEY_{n}")), VaultSampleData.New("KEY")])
        );

        var found = await Host.DoAsync(Host.Owner, new FindAnything("key"));

        Assert.Equal((FindAnything.MaxResults, "KEY"), (found.Count, found[0].Name));
    }

    [Fact]
    public async Task A_member_who_may_not_view_members_finds_no_members() =>
        Assert.Empty(await Host.DoAsync(await Host.MemberAsync(Roles.Admin), new FindAnything("example.com")));

    [Fact]
    public async Task A_search_finds_nothing_outside_the_callers_reach()
    {
        await Host.SecretAsync(await Host.StoreAsync(), "API_KEY");
        var reporter = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Reporter));

        Assert.Empty(await Host.DoAsync(reporter, new FindAnything("API")));
    }

    [Fact]
    public async Task A_search_does_not_find_deleted_secrets()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(await Host.SecretAsync(await Host.StoreAsync(), "API_KEY")));

        Assert.Empty(await Host.DoAsync(Host.Owner, new FindAnything("API")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task A_search_for_an_empty_text_finds_nothing(string? text) =>
        Assert.Empty(await Host.DoAsync(Host.Owner, new FindAnything(text)));
}
