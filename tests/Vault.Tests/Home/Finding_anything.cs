using SecretsDashboard.Vault.Home;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Home;

public sealed class Finding_anything : InAWorld
{
    [Fact]
    public async Task Secrets_services_stores_and_members_are_found_by_part_of_their_name()
    {
        var store = await World.StoreAsync("boss-store");
        await World.SecretAsync(store, "BOSS_KEY");
        await World.ServiceAsync(Scopes.AiGateway, name: "the-boss");

        var found = await World.DoAsync(World.Boss, new FindAnything(" Boss "));

        Assert.Equal([
            (FoundKind.Secret, "BOSS_KEY", "boss-store"),
            (FoundKind.Service, "the-boss", "AI Gateway"),
            (FoundKind.Store, "boss-store", ""),
            (FoundKind.Member, World.Boss.Email, ""),
        ], found.Select(f => (f.Kind, f.Name, f.Where)));
    }

    [Fact]
    public async Task Names_that_begin_with_the_text_come_first_and_a_kind_has_its_limit()
    {
        var store = await World.StoreAsync();
        await World.DoAsync(World.Boss, new CreateSecrets(store, [.. Enumerable.Range(0, 9).Select(n => Inhabitants.New($"A_KEY_{n}")), Inhabitants.New("KEY")]));

        var found = await World.DoAsync(World.Boss, new FindAnything("key"));

        Assert.Equal((FindAnything.MaxResults, "KEY"), (found.Count, found[0].Name));
    }

    [Fact]
    public async Task Members_are_found_only_by_those_who_may_view_them() =>
        Assert.Empty(await World.DoAsync(await World.MemberAsync(Roles.Admin), new FindAnything("example.com")));

    [Fact]
    public async Task Nothing_beyond_reach_is_found()
    {
        await World.SecretAsync(await World.StoreAsync(), "API_KEY");
        var reporter = await World.MemberAsync(Roles.None, (await World.StoreAsync("other"), Roles.Reporter));

        Assert.Empty(await World.DoAsync(reporter, new FindAnything("API")));
    }

    [Fact]
    public async Task A_deleted_secret_is_not_found()
    {
        await World.DoAsync(World.Boss, new DeleteSecret(await World.SecretAsync(await World.StoreAsync(), "API_KEY")));

        Assert.Empty(await World.DoAsync(World.Boss, new FindAnything("API")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData(null)]
    public async Task Nothing_typed_finds_nothing(string? text) => Assert.Empty(await World.DoAsync(World.Boss, new FindAnything(text)));
}
