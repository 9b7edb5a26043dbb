using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Owners_of_secrets : VaultTest
{
    private StoreId _store;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _secret = await CreateAsync("API_KEY", new() { Comment = "for billing", Owner = "  Zoë's Team " });
    }

    [Fact]
    public async Task An_owner_is_stored_without_the_white_space_around_it() =>
        Assert.Equal(new SecretDescription { Comment = "for billing", Owner = "Zoë's Team" }, await DescriptionAsync(_secret));

    [Fact]
    public async Task A_secret_has_no_owner_unless_one_is_given() =>
        Assert.Equal("", (await DescriptionAsync(await CreateAsync("OTHER", null))).Owner);

    [Theory]
    [InlineData("two\nlines", "secret_owner_invalid")]
    [InlineData("two\u2028lines", "secret_owner_invalid")]
    [InlineData("a\u0000b", "secret_owner_invalid")]
    [InlineData(null, "secret_owner_too_long")]
    public async Task An_owner_that_is_too_long_or_not_one_line_is_refused_everywhere_and_changes_nothing(string? owner, string code)
    {
        var bad = new SecretDescription { Comment = "new", Owner = owner ?? new string('o', 256) };

        var create = Create(new NewSecret("B", Value(), Scopes.Workers, bad), new NewSecret("C", Value(), Scopes.Workers));
        var created = Expect.Failed(await Host.AskAsync(Host.Owner, create), code);
        var edited = Expect.Failed(await Host.AskAsync(Host.Owner, new EditSecret(_secret, 1, Description: bad)), code);
        var copied = Expect.Failed(await Host.AskAsync(Host.Owner, new DuplicateSecret(_secret, "COPY", Scopes.Workers, bad)), code);

        Assert.Equal(["Secrets[0].Owner", "Owner", "Owner"], created.Concat(edited).Concat(copied).Select(p => p.Field));
        Assert.DoesNotContain(created.Concat(edited), p => p.Message.Contains(bad.Owner, StringComparison.Ordinal));
        var only = Assert.Single((await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Items);
        Assert.Equal(new SecretDescription { Comment = "for billing", Owner = "Zoë's Team" }, only.Description);
    }

    [Fact]
    public async Task An_owner_of_255_characters_is_accepted()
    {
        var owner = new string('o', 255);

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Owner = $" {owner} " }));

        Assert.Equal(owner, (await DescriptionAsync(_secret)).Owner);
    }

    [Fact]
    public async Task An_edit_without_an_owner_keeps_it_and_an_empty_owner_removes_it()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Comment = "new" }));
        Assert.Equal(new SecretDescription { Comment = "new", Owner = "Zoë's Team" }, await DescriptionAsync(_secret));

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 2, Description: new() { Owner = " " }));
        Assert.Equal(new SecretDescription { Comment = "new", Owner = "" }, await DescriptionAsync(_secret));
    }

    [Fact]
    public async Task The_audit_row_of_an_edit_says_that_the_owner_was_modified_and_never_the_owner()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Owner = "canary" }));

        var row = await Host.LastAuditAsync();
        Assert.Contains("\"owner_modified\":true", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("comment_modified", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_edit_to_the_same_owner_changes_nothing()
    {
        var edited = await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Owner = "Zoë's Team " }));

        Assert.Equal((false, 1), (edited.Changed, edited.Revision));
    }

    [Fact]
    public async Task A_duplicate_keeps_the_owner_unless_another_is_given()
    {
        var copy = await Host.DoAsync(Host.Owner, new DuplicateSecret(_secret, "COPY", Scopes.Workers, new() { Comment = "a copy" }));
        var other = await Host.DoAsync(Host.Owner, new DuplicateSecret(_secret, "OTHER", Scopes.Workers, new() { Owner = "ops" }));

        Assert.Equal(new SecretDescription { Comment = "a copy", Owner = "Zoë's Team" }, copy.Description);
        Assert.Equal(new SecretDescription { Comment = "for billing", Owner = "ops" }, other.Description);
    }

    [Theory]
    [InlineData("zOË'S tEAM", "API_KEY")]
    [InlineData(" Zoe\u0308's Team ", "API_KEY")]
    [InlineData("Zoë", "")]
    [InlineData("for billing", "")]
    [InlineData("payments", "PAYMENTS_OF_ALL,PAYMENTS_OF_TWO")]
    [InlineData("", "FREE")]
    public async Task The_filter_by_owner_matches_the_whole_owner_in_any_case_and_unicode_form(string owner, string names)
    {
        await CreateAsync("PAYMENTS_OF_ALL", new() { Owner = "Payments" });
        await CreateAsync("PAYMENTS_OF_TWO", new() { Comment = "payments", Owner = "PAYMENTS" });
        await CreateAsync("FREE", new() { Comment = "payments" });

        Assert.Equal(names, await NamesAsync(new SecretFilter(Owner: owner)));
    }

    [Fact]
    public async Task A_search_finds_part_of_the_owner_also_after_an_edit()
    {
        Assert.Equal("API_KEY", await NamesAsync(new SecretFilter("oë's te")));

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Owner = "ops@example.org" }));

        Assert.Equal("", await NamesAsync(new SecretFilter("oë's te")));
        Assert.Equal("API_KEY", await NamesAsync(new SecretFilter("OPS@")));
        Assert.Equal("API_KEY", await NamesAsync(new SecretFilter("billing")));
    }

    private static Plaintext Value() => Plaintext.TryFrom("a value")!;

    private CreateSecrets Create(params NewSecret[] secrets) => new(_store, secrets);

    private async Task<SecretId> CreateAsync(string name, SecretDescription? description) =>
        (await Host.DoAsync(Host.Owner, Create(new NewSecret(name, Value(), Scopes.Workers, description))))[0];

    private async Task<SecretDescription> DescriptionAsync(SecretId secret) =>
        (await Host.DoAsync(Host.Owner, new GetSecret(secret))).Description;

    private async Task<string> NamesAsync(SecretFilter filter) =>
        string.Join(",", (await Host.DoAsync(Host.Owner, new ListSecrets(filter, new PageRequest(1, 25)))).Items.Select(s => s.Name));
}
