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
        var edited = await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Value("the second value")));

        Assert.Equal((2, 2, true), (edited.Revision, edited.Version, edited.Changed));
        Assert.Equal("the second value", await StoredValue.OfAsync(Host, _secret));
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret, version: 1));
    }

    [Fact]
    public async Task Without_a_new_value_the_current_one_stays()
    {
        await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Scopes: Scopes.Workers | Scopes.Access, Comment: "for reports"));

        var detail = await Host.DoAsync(Host.Boss, new GetSecret(_secret));
        Assert.Equal(
            (Scopes.Workers | Scopes.Access, "for reports", 1, 2),
            (detail.Scopes, detail.Comment, detail.Version, detail.Revision)
        );
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task The_audit_says_that_the_value_was_modified_and_never_the_value()
    {
        await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Value("canary-5f1c"), Scopes.Workers, "canary-comment"));

        var row = await Host.LastAuditAsync();
        Assert.Contains("\"value_modified\":true", row.Details, StringComparison.Ordinal);
        Assert.Contains("\"scopes\":\"workers\"", row.Details, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", row.Details, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_of_two_editors_is_told_and_nothing_is_lost()
    {
        await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Comment: "the first editor's"));

        var problems = Expect.Failed(
            await Host.AskAsync(Host.Boss, new EditSecret(_secret, 1, Value("lost?"), Comment: "the second editor's")),
            "conflict"
        );

        Assert.Null(problems[0].Field);
        Assert.Equal("the first editor's", (await Host.DoAsync(Host.Boss, new GetSecret(_secret))).Comment);
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task Of_two_edits_at_the_same_moment_one_wins()
    {
        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => Host.AskAsync(Host.Boss, new EditSecret(_secret, 1, Comment: $"editor {n}")))
        );

        Assert.Single(outcomes.OfType<Done<EditedSecret>>());
        Assert.All(outcomes.OfType<Failed<EditedSecret>>(), f => Assert.Equal("conflict", f.Problems[0].Code));
    }

    [Fact]
    public async Task Saving_what_is_there_already_changes_nothing_and_says_so()
    {
        var edited = await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, null, Scopes.Workers | Scopes.Dex, "for billing"));

        Assert.Equal((1, 1, false), (edited.Revision, edited.Version, edited.Changed));
    }

    [Fact]
    public async Task Narrowing_the_scopes_under_a_live_binding_is_refused_with_what_depends_on_it()
    {
        var service = await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.BindingAsync(service, _secret, "KEY");

        var problems = Expect.Failed(await Host.AskAsync(Host.Boss, new EditSecret(_secret, 1, Scopes: Scopes.Workers)), "secret_in_use");

        Assert.Equal([new Dependant(service, "probe", Scopes.Dex, "KEY", "API_KEY")], problems[0].Dependants);
        Assert.Equal(Scopes.Workers | Scopes.Dex, (await Host.DoAsync(Host.Boss, new GetSecret(_secret))).Scopes);
    }

    [Fact]
    public async Task A_forced_narrowing_leaves_the_binding_broken_and_visible()
    {
        var service = await Host.ServiceAsync(Scopes.Dex, name: "probe");
        await Host.BindingAsync(service, _secret, "KEY");

        await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Scopes: Scopes.Workers, Force: true));

        Assert.True((await Host.DoAsync(Host.Boss, new GetSecret(_secret))).Bindings.Single().Broken);
    }

    [Fact]
    public async Task An_admin_of_the_store_alone_is_stopped_by_a_binding_of_the_account_whose_name_stays_hidden()
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

        await Host.DoAsync(Host.Boss, new EditSecret(_secret, 1, Scopes: Scopes.Dex));
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once_each_beside_its_field()
    {
        var outcome = await Host.AskAsync(Host.Boss, new EditSecret(_secret, 1, Value(""), Scopes.None, new string('c', 1_001)));

        var problems = Expect.Failed(outcome, "secret_value_empty", "secret_scopes_empty", "secret_comment_too_long");
        Assert.Equal(["Comment", "Scopes", "Value"], problems.Select(p => p.Field).Order());
    }

    [Theory]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.Reporter)]
    public async Task Who_does_not_keep_secrets_does_not_edit_them(Roles roles)
    {
        var member = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(member, new EditSecret(_secret, 1, Comment: "x")));
    }

    [Fact]
    public async Task A_secret_of_another_store_is_as_good_as_absent()
    {
        var admin = await Host.MemberAsync(Roles.None, (await Host.StoreAsync("other"), Roles.Admin));

        Expect.Outside(await Host.AskAsync(admin, new EditSecret(_secret, 1, Value("stolen"))));
        Assert.Equal("the first value", await StoredValue.OfAsync(Host, _secret));
    }

    [Fact]
    public async Task A_deleted_secret_can_not_be_edited_back_to_life()
    {
        await Host.DoAsync(Host.Boss, new DeleteSecret(_secret));

        Expect.Failed(await Host.AskAsync(Host.Boss, new EditSecret(_secret, null, Value("back"))), "secret_not_found");
        await using var db = Host.OpenDb();
        Assert.False(await db.SecretVersions.AnyAsync());
    }

    private static NewValue Value(string text) => new(Plaintext.TryFrom(text));
}
