using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Runtime;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A service comes back with what it heard last, and is told what it missed, as long as that is kept and it may.</summary>
public sealed class Going_on_from_what_was_heard : InAWorldWithAReader
{
    [Fact]
    public async Task More_than_a_look_reads_comes_with_the_next_ones()
    {
        var before = (await World.NewsAsync(Caller)).Position;
        for (var i = 0; i < OwnChanges.MaxAtOnce + 10; i++)
        {
            await World.DoAsync(World.Boss, new BindSecret(Service, Secret, $"KEY_{i:000}"));
        }

        var first = await World.NewsAsync(Caller, $"{before}");
        var rest = await World.Vault.Gate.ContinueAsync(Caller, first.Position, TestContext.Current.CancellationToken);

        Assert.Equal(Enumerable.Range(0, OwnChanges.MaxAtOnce + 10).Select(i => $"KEY_{i:000}"), [.. first.Changes.Select(c => c.Name), .. rest!.Changes.Select(c => c.Name)]);
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
        var news = await World.NewsAsync(Caller, heard);
        Assert.True(news.MustReadAll);
        Assert.Equal((await World.NewsAsync(Caller)).Position, news.Position);
    }

    [Fact]
    public async Task What_is_older_than_is_kept_goes_with_the_next_change_and_means_reading_all()
    {
        var before = (await World.NewsAsync(Caller)).Position;
        await World.DoAsync(World.Boss, new BindSecret(Service, Secret, "OLD"));
        await using (var db = World.OpenDb())
        {
            await db.BindingChanges.ExecuteUpdateAsync(set => set.SetProperty(c => c.At, c => DateTimeOffset.UnixEpoch));
        }
        await World.DoAsync(World.Boss, new BindSecret(Service, Secret, "NEW"));

        Assert.True((await World.NewsAsync(Caller, $"{before}")).MustReadAll);
        Assert.Equal(["NEW"], (await World.NewsAsync(Caller, $"{before + 1}")).Changes.Select(c => c.Name));
        await using var after = World.OpenDb();
        Assert.Equal("NEW", (await after.BindingChanges.SingleAsync()).Name);
    }

    [Fact]
    public async Task No_more_changes_are_kept_than_the_bound()
    {
        await using (var db = World.OpenDb())
        {
            await db.Database.ExecuteSqlAsync($"""UPDATE "sqlite_sequence" SET "seq" = {BindingChangeTriggers.MaxRows + 5} WHERE "name" = 'BindingChanges'""");
        }
        await World.DoAsync(World.Boss, new BindSecret(Service, Secret, "NEW"));

        await using var after = World.OpenDb();
        Assert.Equal(BindingChangeTriggers.MaxRows + 6, (await after.BindingChanges.SingleAsync()).Id);
    }

    [Fact]
    public async Task Going_on_is_decided_anew_and_leaves_no_row()
    {
        var position = (await World.NewsAsync(Caller)).Position;
        var rows = (await World.AuditAsync()).Count;
        Assert.Equal(position, (await World.Vault.Gate.ContinueAsync(Caller, position, TestContext.Current.CancellationToken))?.Position);
        Assert.Equal(rows, (await World.AuditAsync()).Count);

        foreach (var credential in await World.DoAsync(World.Boss, new ListCredentials(Service)))
        {
            await World.DoAsync(World.Boss, new RevokeCredential(Service, credential.Id));
        }
        Assert.Null(await World.Vault.Gate.ContinueAsync(Caller, position, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gateways_credential_follows_nothing()
    {
        var gateway = (await World.CredentialAsync(await World.ServiceAsync(Scopes.AiGateway, name: "gateway"))).Holder();

        Expect.Failed(await World.AskAsync(gateway, new FollowOwnBindings(null)), "value_used_by_server");
        Assert.Null(await World.Vault.Gate.ContinueAsync(gateway, 0, TestContext.Current.CancellationToken));
    }
}
