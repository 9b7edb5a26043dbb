using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Listing_secrets : VaultTest
{
    private StoreId _store,
        _other;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_store, _other) = (await Host.StoreAsync(), await Host.StoreAsync("other"));
        await Host.SecretAsync(_store, "STRIPE_KEY", Scopes.Workers, comment: "Payments, 100% real");
        await Host.SecretAsync(_store, "stripe_test", Scopes.Workers | Scopes.Dex);
        await Host.SecretAsync(_other, "OPENAI_KEY", Scopes.AiGateway);
    }

    [Theory]
    [InlineData("stripe", "STRIPE_KEY,stripe_test")]
    [InlineData("  PAYMENTS ", "STRIPE_KEY")]
    [InlineData("100%", "STRIPE_KEY")]
    [InlineData("_", "OPENAI_KEY,STRIPE_KEY,stripe_test")]
    [InlineData("%", "STRIPE_KEY")]
    [InlineData("'; DROP TABLE \"Secrets\"; --", "")]
    [InlineData("", "OPENAI_KEY,STRIPE_KEY,stripe_test")]
    public async Task A_search_of_secrets_matches_part_of_name_or_comment_in_any_case_and_every_character_literally(
        string search,
        string names
    ) => Assert.Equal(names, await NamesAsync(Host.Owner, new SecretFilter(search)));

    [Fact]
    public async Task A_listed_secret_matches_every_filter_and_at_least_one_of_the_given_scopes()
    {
        Assert.Equal("stripe_test", await NamesAsync(Host.Owner, new SecretFilter("STRIPE", _store, Scopes.Dex | Scopes.Access)));
        Assert.Equal("OPENAI_KEY,stripe_test", await NamesAsync(Host.Owner, new SecretFilter(Scopes: Scopes.Dex | Scopes.AiGateway)));
    }

    [Fact]
    public async Task A_member_of_one_store_sees_only_the_secrets_of_that_store()
    {
        var reporter = await Host.MemberAsync(Roles.None, (_other, Roles.Reporter));

        Assert.Equal("OPENAI_KEY", await NamesAsync(reporter, new SecretFilter()));
        Expect.Outside(await Host.AskAsync(reporter, new ListSecrets(new SecretFilter(Store: _store), new PageRequest(1, 25))));
    }

    [Fact]
    public async Task A_member_without_a_role_cannot_list_secrets() =>
        Expect.Refused(
            await Host.AskAsync(await Host.MemberAsync(Roles.None), new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))
        );

    [Fact]
    public async Task The_pages_of_a_list_hold_every_secret_once_and_a_page_past_the_end_is_empty()
    {
        var pages = new List<string>();
        for (var number = 1; number <= 4; number++)
        {
            pages.Add(
                string.Join(
                    ",",
                    (
                        await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(number, 1), Descending: true))
                    ).Items.Select(s => s.Name)
                )
            );
        }

        Assert.Equal(["stripe_test", "STRIPE_KEY", "OPENAI_KEY", ""], pages);
    }

    [Theory]
    [InlineData(0, 25)]
    [InlineData(-1, 25)]
    [InlineData(1, 0)]
    [InlineData(1, 101)]
    [InlineData(int.MaxValue, 100)]
    public async Task Listing_secrets_rejects_a_page_number_or_size_out_of_range(int number, int size) =>
        Assert.IsType<Failed<Page<SecretRow>>>(
            await Host.AskAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(number, size)))
        );

    [Fact]
    public async Task An_export_of_secrets_holds_what_the_filter_finds_and_no_values()
    {
        var rows = await Host.DoAsync(Host.Owner, new ExportSecrets(new SecretFilter("stripe")));

        Assert.Equal(["STRIPE_KEY", "stripe_test"], rows.Select(r => r.Name));
        Assert.DoesNotContain("a value", string.Join('\n', rows), StringComparison.Ordinal);
        Assert.Contains("\"export\":true", (await Host.LastAuditAsync()).Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_secrets_holds_no_secret_outside_the_members_stores()
    {
        var reporter = await Host.MemberAsync(Roles.None, (_other, Roles.Reporter));

        Assert.Equal(["OPENAI_KEY"], (await Host.DoAsync(reporter, new ExportSecrets(new SecretFilter()))).Select(r => r.Name));
    }

    private async Task<string> NamesAsync(Person person, SecretFilter filter) =>
        string.Join(",", (await Host.DoAsync(person, new ListSecrets(filter, new PageRequest(1, 25)))).Items.Select(s => s.Name));
}
