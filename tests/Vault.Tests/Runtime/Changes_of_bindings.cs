using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Stores;
using Microsoft.EntityFrameworkCore;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A service is told what changed under its names, by whatever it was changed, and nothing of anybody else.</summary>
public sealed class Changes_of_bindings : InAWorld
{
    private StoreId _store;
    private SecretId _secret;
    private ServiceId _service;
    private Caller _caller = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _store = await World.StoreAsync();
        _secret = await World.SecretAsync(_store, "STRIPE", Scopes.Workers | Scopes.Dex);
        _service = await World.ServiceAsync(Scopes.Workers, name: "payments");
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "KEY"));
        _caller = (await World.CredentialAsync(_service)).Holder();
    }

    [Fact]
    public Task Binding_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new BindSecret(_service, _secret, "ANOTHER")), "ANOTHER 1");

    [Fact]
    public Task Unbinding_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new UnbindSecret(_service, "KEY")), "KEY gone");

    [Fact]
    public Task A_new_value_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, new NewValue(Plaintext.TryFrom("newer")))), "KEY 2");

    [Fact]
    public async Task Another_secret_under_the_name_is_told_once()
    {
        var other = await World.SecretAsync(_store, "OTHER");
        await TellsAsync(async () =>
        {
            await World.DoAsync(World.Boss, new UnbindSecret(_service, "KEY"));
            await World.DoAsync(World.Boss, new BindSecret(_service, other, "KEY"));
        }, "KEY 1");
    }

    [Fact]
    public async Task A_scope_that_is_narrowed_and_widened_is_told_each_time()
    {
        await TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true)), "KEY gone");
        await TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Workers)), "KEY 1");
    }

    [Fact]
    public Task Deleting_the_secret_by_force_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new DeleteSecret(_secret, Force: true)), "KEY gone");

    [Fact]
    public Task Deleting_several_secrets_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new DeleteSecrets(_store, [_secret], Force: true)), "KEY gone");

    [Fact]
    public Task Deleting_the_store_by_force_is_told() => TellsAsync(() => World.DoAsync(World.Boss, new DeleteStore(_store, Force: true)), "KEY gone");

    [Fact]
    public async Task What_changes_nothing_for_the_service_is_not_told()
    {
        await TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Comment: "noted")));
        await TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Workers)));
        await TellsAsync(() => World.SecretAsync(_store, "UNBOUND"));
        await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, Scopes: Scopes.Dex, Force: true));
        await TellsAsync(() => World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, new NewValue(Plaintext.TryFrom("beyond its reach")))));
    }

    [Fact]
    public async Task What_was_undone_is_not_told() => await TellsAsync(async () =>
        Expect.Failed(await World.AskAsync(World.Boss, new DeleteSecret(_secret)), "secret_in_use"));

    [Fact]
    public async Task What_changes_for_another_service_is_never_told()
    {
        var other = await World.ServiceAsync(Scopes.Workers, name: "other");
        var secret = await World.SecretAsync(_store, "OTHER");
        await TellsAsync(async () =>
        {
            await World.DoAsync(World.Boss, new BindSecret(other, secret, "KEY"));
            await World.DoAsync(World.Boss, new EditSecret(secret, Revision: null, new NewValue(Plaintext.TryFrom("newer"))));
        });
        await TellsAsync(() => World.DoAsync(World.Boss, new RemoveService(other, Force: true)));
    }

    [Fact]
    public async Task A_name_that_changed_often_is_told_once_and_in_the_order_of_the_last_changes()
    {
        await TellsAsync(async () =>
        {
            await World.DoAsync(World.Boss, new EditSecret(_secret, Revision: null, new NewValue(Plaintext.TryFrom("two"))));
            await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "ANOTHER"));
            await World.DoAsync(World.Boss, new UnbindSecret(_service, "KEY"));
        }, "ANOTHER 2", "KEY gone");
    }

    [Fact]
    public async Task More_than_a_look_reads_comes_with_the_next_ones()
    {
        var before = (await LookAsync(null)).Position;
        for (var i = 0; i < OwnChanges.MostAtOnce + 10; i++)
        {
            await World.DoAsync(World.Boss, new BindSecret(_service, _secret, $"KEY_{i:000}"));
        }

        var first = await LookAsync($"{before}");
        var rest = await World.Vault.Gate.GoOnAsync(_caller, first.Position, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, OwnChanges.MostAtOnce + 10).Select(i => $"KEY_{i:000}"), [.. first.Changes.Select(c => c.Name), .. rest!.Changes.Select(c => c.Name)]);
        Assert.Equal(first.Changes[^1].Id, first.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9999")]
    [InlineData("'; DROP TABLE \"Secrets\"")]
    public async Task An_id_that_nobody_gave_means_reading_all(string heard)
    {
        var news = await LookAsync(heard);
        Assert.True(news.MustReadAll);
        Assert.Equal((await LookAsync(null)).Position, news.Position);
    }

    [Fact]
    public async Task What_is_older_than_is_kept_goes_with_the_next_change_and_means_reading_all()
    {
        var before = (await LookAsync(null)).Position;
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "OLD"));
        await using (var db = World.OpenDb())
        {
            await db.BindingChanges.ExecuteUpdateAsync(set => set.SetProperty(c => c.At, c => DateTimeOffset.UnixEpoch));
        }
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "NEW"));

        Assert.True((await LookAsync($"{before}")).MustReadAll);
        Assert.Equal(["NEW"], (await LookAsync($"{before + 1}")).Changes.Select(c => c.Name));
        await using var after = World.OpenDb();
        Assert.Equal("NEW", (await after.BindingChanges.SingleAsync()).Name);
    }

    [Fact]
    public async Task No_more_changes_are_kept_than_the_bound()
    {
        await using (var db = World.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"""UPDATE "sqlite_sequence" SET "seq" = {ChangeJournal.Most + 5} WHERE "name" = 'BindingChanges'""");
        }
        await World.DoAsync(World.Boss, new BindSecret(_service, _secret, "NEW"));

        await using var after = World.OpenDb();
        Assert.Equal(ChangeJournal.Most + 6, (await after.BindingChanges.SingleAsync()).Id);
    }

    [Fact]
    public async Task A_service_of_a_store_is_told_until_it_goes_with_its_store()
    {
        var within = await World.ServiceAsync(Scopes.Workers, _store, "within");
        await World.DoAsync(World.Boss, new BindSecret(within, _secret, "KEY"));
        await World.DoAsync(World.Boss, new DeleteStore(_store, Force: true));

        await using var db = World.OpenDb();
        Assert.Equal([_service.Value], await db.BindingChanges.Select(c => c.ServiceId).Distinct().ToListAsync());
    }

    [Fact]
    public async Task Going_on_is_decided_anew_and_leaves_no_row()
    {
        var position = (await LookAsync(null)).Position;
        var rows = (await World.AuditAsync()).Count;
        Assert.Equal(position, (await World.Vault.Gate.GoOnAsync(_caller, position, TestContext.Current.CancellationToken))?.Position);
        Assert.Equal(rows, (await World.AuditAsync()).Count);

        foreach (var credential in await World.DoAsync(World.Boss, new ListCredentials(_service)))
        {
            await World.DoAsync(World.Boss, new RevokeCredential(_service, credential.Id));
        }
        Assert.Null(await World.Vault.Gate.GoOnAsync(_caller, position, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gateways_credential_follows_nothing()
    {
        var gateway = (await World.CredentialAsync(await World.ServiceAsync(Scopes.AiGateway, name: "gateway"))).Holder();

        Expect.Failed(await World.AskAsync(gateway, new FollowOwnBindings(null)), "value_used_by_server");
        Assert.Null(await World.Vault.Gate.GoOnAsync(gateway, 0, TestContext.Current.CancellationToken));
    }

    /// <summary>Does it, and looks what the service is told of it, each as its name and the version that is there now.</summary>
    private async Task TellsAsync(Func<Task> doing, params string[] told)
    {
        var before = (await LookAsync(null)).Position;
        await doing();
        var news = await LookAsync($"{before}");

        Assert.False(news.MustReadAll);
        Assert.Equal(told, news.Changes.Select(c => $"{c.Name} {(c.Version is { } version ? $"{version}" : "gone")}"));
        Assert.Equal(news, await World.Vault.Gate.GoOnAsync(_caller, before, TestContext.Current.CancellationToken), (one, other) => one.Changes.SequenceEqual(other!.Changes) && one.Position == other.Position);
    }

    private async Task<BindingNews> LookAsync(string? heard) => Expect.Done(await World.AskAsync(_caller, new FollowOwnBindings(heard)));
}
