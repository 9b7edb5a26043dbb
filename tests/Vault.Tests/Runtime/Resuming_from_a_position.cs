using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Storage.Sqlite;

namespace SecretsDashboard.Vault.Tests.Runtime;

/// <summary>A service that reconnects with its last position receives the
/// missed changes, while they are stored and it may read them.</summary>
public sealed class Resuming_from_a_position : VaultTestWithReader
{
    [Fact]
    public async Task Changes_that_exceed_one_look_are_delivered_by_the_next_ones()
    {
        var before = (await Host.ReadChangesAsync(Caller)).Position;
        for (var i = 0; i < OwnChanges.MaxBatch + 10; i++)
        {
            await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, $"KEY_{i:000}"));
        }

        var first = await Host.ReadChangesAsync(Caller, $"{before}");
        var rest = await Host.Vault.Gate.ContinueAsync(Caller, first.Position, TestContext.Current.CancellationToken);

        Assert.Equal(
            Enumerable.Range(0, OwnChanges.MaxBatch + 10).Select(i => $"KEY_{i:000}"),
            [.. first.Changes.Select(c => c.Name), .. rest!.Changes.Select(c => c.Name)]
        );
        Assert.Equal(first.Changes[^1].Id, first.Position);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9999")]
    [InlineData("'; DROP TABLE \"Secrets\"")]
    public async Task An_unknown_position_requires_the_service_to_read_everything(string lastId)
    {
        var batch = await Host.ReadChangesAsync(Caller, lastId);
        Assert.True(batch.MustReadAll);
        Assert.Equal((await Host.ReadChangesAsync(Caller)).Position, batch.Position);
    }

    [Fact]
    public async Task Changes_beyond_their_retention_are_deleted_by_the_next_change_and_require_reading_everything()
    {
        var before = (await Host.ReadChangesAsync(Caller)).Position;
        await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "OLD"));
        await using (var db = Host.OpenDb())
        {
            await db.BindingChanges.ExecuteUpdateAsync(set => set.SetProperty(c => c.At, c => DateTimeOffset.UnixEpoch));
        }
        await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "NEW"));

        Assert.True((await Host.ReadChangesAsync(Caller, $"{before}")).MustReadAll);
        Assert.Equal(["NEW"], (await Host.ReadChangesAsync(Caller, $"{before + 1}")).Changes.Select(c => c.Name));
        await using var after = Host.OpenDb();
        Assert.Equal("NEW", (await after.BindingChanges.SingleAsync()).Name);
    }

    // With 100,000 changes in the table, a walk over all of them made each binding cost ten milliseconds.
    [Fact]
    public async Task Old_changes_are_looked_for_in_the_index_of_times() =>
        Assert.Contains("IX_BindingChanges_At", await PlanOfAsync(BindingChangeTriggers.NewestExpired("5")), StringComparison.Ordinal);

    [Fact]
    public async Task No_more_changes_are_kept_than_the_limit()
    {
        await using (var db = Host.OpenDb())
        {
            await db.Database.ExecuteSqlAsync(
                $"""UPDATE "sqlite_sequence" SET "seq" = {BindingChangeLimits.MaxRows + 5} WHERE "name" = 'BindingChanges'"""
            );
        }
        await Host.DoAsync(Host.Owner, new BindSecret(Service, Secret, "NEW"));

        await using var after = Host.OpenDb();
        Assert.Equal(BindingChangeLimits.MaxRows + 6, (await after.BindingChanges.SingleAsync()).Id);
    }

    [Fact]
    public async Task Continuing_to_follow_is_authorized_anew_each_time_and_leaves_no_audit_row()
    {
        var position = (await Host.ReadChangesAsync(Caller)).Position;
        var rows = (await Host.AuditAsync()).Count;
        Assert.Equal(position, (await Host.Vault.Gate.ContinueAsync(Caller, position, TestContext.Current.CancellationToken))?.Position);
        Assert.Equal(rows, (await Host.AuditAsync()).Count);

        foreach (var credential in await Host.DoAsync(Host.Owner, new ListCredentials(Service)))
        {
            await Host.DoAsync(Host.Owner, new RevokeCredential(Service, credential.Id));
        }
        Assert.Null(await Host.Vault.Gate.ContinueAsync(Caller, position, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_gateways_credential_cannot_follow_bindings()
    {
        var gateway = (await Host.CredentialAsync(await Host.ServiceAsync(Scopes.AiGateway, name: "gateway"))).AsCaller();

        Expect.Failed(await Host.AskAsync(gateway, new FollowOwnBindings(null)), "value_used_by_server");
        Assert.Null(await Host.Vault.Gate.ContinueAsync(gateway, 0, TestContext.Current.CancellationToken));
    }

    private async Task<string> PlanOfAsync(string sql)
    {
        await using var connection = new SqliteConnection(Host.Vault.ConnectionString);
        await connection.OpenAsync();
        await using var query = connection.CreateCommand();
        query.CommandText = "EXPLAIN QUERY PLAN " + sql;
        await using var row = await query.ExecuteReaderAsync();
        return await row.ReadAsync() ? row.GetString(3) : "";
    }
}
