using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Secrets;

namespace SecretsDashboard.Vault.Tests.Secrets;

public sealed class Editing_secrets : VaultTest
{
    private StoreId _store;
    private SecretId _secret;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await Host.StoreAsync();
        _secret = await Host.SecretAsync(_store, "API_KEY", Scopes.Workers | Scopes.Dex, "the first value", "for billing");
    }

    [Fact]
    public async Task A_new_value_adds_a_version_and_the_earlier_one_stays_sealed()
    {
        var edited = await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Value("the second value")));

        Assert.Equal((2, 2, true), (edited.Revision, edited.Version, edited.Changed));
        Assert.Equal("the second value", await StoredValue.OfAsync(Host, _secret));
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret, version: 1));
    }

    [Fact]
    public async Task An_edit_without_a_new_value_keeps_the_current_value()
    {
        await Host.DoAsync(
            Host.Owner,
            new EditSecret(_secret, 1, Scopes: Scopes.Workers | Scopes.Access, Description: new() { Comment = "for reports" })
        );

        var detail = await Host.DoAsync(Host.Owner, new GetSecret(_secret));
        Assert.Equal(
            (Scopes.Workers | Scopes.Access, "for reports", 1, 2),
            (detail.Scopes, detail.Description.Comment, detail.Version, detail.Revision)
        );
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task The_audit_row_of_an_edit_says_that_the_value_was_modified_and_never_the_value()
    {
        await Host.DoAsync(
            Host.Owner,
            new EditSecret(_secret, 1, Value("canary-5f1c"), Scopes.Workers, new() { Comment = "canary-comment" })
        );

        var row = await Host.LastAuditAsync();
        Assert.Contains("\"value_modified\":true", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"scopes\":\"workers\"", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_editors_of_a_secret_gets_a_conflict_and_overwrites_nothing()
    {
        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Comment = "the first editor's" }));

        var problems = Expect.Failed(
            await Host.AskAsync(
                Host.Owner,
                new EditSecret(_secret, 1, Value("lost?"), Description: new() { Comment = "the second editor's" })
            ),
            "conflict"
        );

        Assert.Null(problems[0].Field);
        Assert.Equal("the first editor's", (await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Description.Comment);
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task Only_one_of_several_edits_at_the_same_moment_succeeds()
    {
        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(n => Host.AskAsync(Host.Owner, new EditSecret(_secret, 1, Description: new() { Comment = $"editor {n}" })))
        );

        Assert.Single(outcomes.OfType<Done<EditedSecret>>());
        Assert.All(outcomes.OfType<Failed<EditedSecret>>(), f => Assert.Equal("conflict", f.Problems[0].Code));
    }

    [Fact]
    public async Task Saving_a_secret_without_changes_creates_no_revision_and_says_so()
    {
        var edited = await Host.DoAsync(
            Host.Owner,
            new EditSecret(_secret, 1, null, Scopes.Workers | Scopes.Dex, new() { Comment = "for billing" })
        );

        Assert.Equal((1, 1, false), (edited.Revision, edited.Version, edited.Changed));
    }

    [Fact]
    public async Task Narrowing_a_secrets_scopes_under_a_live_binding_is_rejected_and_lists_the_dependants()
    {
        var service = await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.BindingAsync(service, _secret, "KEY");

        var problems = Expect.Failed(await Host.AskAsync(Host.Owner, new EditSecret(_secret, 1, Scopes: Scopes.Workers)), "secret_in_use");

        Assert.Equal([new Dependant(service, "probe", Scopes.Dex, "KEY", "API_KEY")], problems[0].Dependants);
        Assert.Equal(Scopes.Workers | Scopes.Dex, (await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Scopes);
    }

    [Fact]
    public async Task A_forced_narrowing_of_scopes_leaves_the_binding_broken_and_visible()
    {
        var service = await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.BindingAsync(service, _secret, "KEY");

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Scopes: Scopes.Workers, Force: true));

        Assert.True((await Host.DoAsync(Host.Owner, new GetSecret(_secret))).Bindings.Single().Broken);
    }

    [Fact]
    public async Task A_binding_of_the_account_stops_a_store_admin_from_narrowing_scopes_and_its_service_stays_unnamed()
    {
        var service = await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.BindingAsync(service, _secret, "KEY");
        var admin = await Host.MemberAsync(Roles.None, (_store, Roles.Admin));

        var problems = Expect.Failed(await Host.AskAsync(admin, new EditSecret(_secret, 1, Scopes: Scopes.Workers)), "secret_in_use");

        Assert.Equal((null, Scopes.Dex), problems[0].Dependants!.Select(d => (d.ServiceName, d.Kind)).Single());
    }

    [Fact]
    public async Task Taking_away_a_scope_that_no_binding_uses_needs_no_force()
    {
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Dex), _secret, "KEY");

        await Host.DoAsync(Host.Owner, new EditSecret(_secret, 1, Scopes: Scopes.Dex));
    }

    [Fact]
    public async Task All_problems_of_an_edit_are_reported_at_once_each_with_its_field()
    {
        var outcome = await Host.AskAsync(
            Host.Owner,
            new EditSecret(_secret, 1, Value(""), Scopes.None, new() { Comment = new string('c', 1_001) })
        );

        var problems = Expect.Failed(outcome, "secret_value_empty", "secret_scopes_empty", "secret_comment_too_long");
        Assert.Equal(["Comment", "Scopes", "Value"], problems.Select(p => p.Field).Order());
    }

    [Theory]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task A_deployer_or_reporter_cannot_edit_a_secret(Roles roles)
    {
        var member = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(member, new EditSecret(_secret, 1, Description: new() { Comment = "x" })));
    }

    [Fact]
    public async Task Editing_a_secret_outside_reach_is_answered_as_if_it_did_not_exist_and_changes_nothing()
    {
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await Host.AskAsync(admin, new EditSecret(_secret, 1, Value("stolen"))));
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task A_deleted_secret_cannot_be_restored_by_an_edit()
    {
        await Host.DoAsync(Host.Owner, new DeleteSecret(_secret));

        Expect.Failed(await Host.AskAsync(Host.Owner, new EditSecret(_secret, null, Value("back"))), "secret_not_found");
        await using var db = Host.OpenDb();
        Assert.False(await db.SecretVersions.AnyAsync());
    }

    private static NewValue Value(string text) => new(Plaintext.TryFrom(text));
}
