using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Duplicating_secrets : VaultTest
{
    private StoreId _store;
    private SecretId _source;

    private protected override VaultLimits Limits => new() { Secrets = 3 };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _source = await Host.SecretAsync(_store, "API_KEY", Scopes.Workers, "carried over\n", "for billing");
    }

    [Fact]
    public async Task Duplicating_a_secret_copies_its_value_exactly_and_seals_it_for_the_copy()
    {
        var copy = (await Host.DoAsync(Host.Owner, new DuplicateSecret(_source, "API_KEY_2", Scopes.Dex))).Id;

        var detail = await Host.DoAsync(Host.Owner, new GetSecret(copy));
        Assert.Equal(("API_KEY_2", Scopes.Dex, "for billing", 1), (detail.Name, detail.Scopes, detail.Description.Comment, detail.Version));
        Assert.Equal("carried over\n", await StoredValue.OfAsync(Host, copy));
    }

    [Fact]
    public async Task The_audit_row_of_a_duplication_names_the_source_and_no_value()
    {
        var copy = (
            await Host.DoAsync(Host.Owner, new DuplicateSecret(_source, "API_KEY_2", Scopes.Workers, new() { Comment = "a copy" }))
        ).Id;

        var row = await Host.LastAuditAsync();
        Assert.Equal((copy.Value, _source.Value), (row.TargetId, row.RelatedId));
        Assert.Contains($"\"duplicated_from_id\":\"{_source.Value}\"", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("carried", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Duplicating_a_secret_copies_its_newest_value()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(_source, 1, new NewValue(Vault.Crypto.Plaintext.TryFrom("newer"))));

        var copy = (await Host.DoAsync(Host.Owner, new DuplicateSecret(_source, "API_KEY_2", Scopes.Workers))).Id;

        Assert.Equal("newer", await StoredValue.OfAsync(Host, copy));
    }

    [Fact]
    public async Task Duplicating_reports_an_existing_name_empty_scopes_and_a_long_comment_together()
    {
        var outcome = await Host.AskAsync(
            Host.Owner,
            new DuplicateSecret(_source, "API_KEY", Scopes.None, new() { Comment = new string('c', 1_001) })
        );

        Expect.Failed(outcome, "secret_name_already_exists", "secret_scopes_empty", "secret_comment_too_long");
    }

    [Fact]
    public async Task A_duplicate_counts_towards_the_limit_of_secrets()
    {
        await Host.DoAsync(Host.Owner, new DuplicateSecret(_source, "TWO", Scopes.Workers));
        await Host.DoAsync(Host.Owner, new DuplicateSecret(_source, "THREE", Scopes.Workers));

        Expect.Failed(await Host.AskAsync(Host.Owner, new DuplicateSecret(_source, "FOUR", Scopes.Workers)), "maximum_secrets_exceeded");
    }

    [Fact]
    public async Task A_value_whose_row_was_tampered_with_is_not_duplicated()
    {
        await using (var db = Host.OpenDb())
        {
            await db.SecretVersions.ExecuteUpdateAsync(set => set.SetProperty(v => v.WrappedKey, new byte[60]));
        }

        Expect.Failed(
            await Host.AskAsync(Host.Owner, new DuplicateSecret(_source, "API_KEY_2", Scopes.Workers)),
            "secret_value_unreadable"
        );

        Assert.Equal(AuditResult.Failed, (await Host.LastAuditAsync()).Result);
        Assert.Equal(1, (await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)))).Total);
    }

    [Fact]
    public async Task A_deployer_cannot_duplicate_a_secret() =>
        Expect.Refused(
            await Host.AskAsync(await Host.MemberAsync(Roles.Deployer), new DuplicateSecret(_source, "API_KEY_2", Scopes.Workers))
        );
}
