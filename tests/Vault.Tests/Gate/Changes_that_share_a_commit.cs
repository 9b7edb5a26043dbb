using System.Data.Common;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>The single writer commits together what arrives while it works.</summary>
public sealed class Changes_that_share_a_commit : VaultTest
{
    private static readonly Demand Allowed = new(Act.CreateStore, TargetReference.Account);

    [Fact]
    public async Task Changes_that_arrive_together_share_one_commit_and_a_failed_one_does_not_affect_the_others()
    {
        var commits = new List<DbTransaction>();
        var changes = await TogetherAsync(
            () => Host.AskAsync(Host.Owner, Adding("one", commits)),
            () =>
                Host.AskAsync(
                    Host.Owner,
                    new TestChange(
                        Allowed,
                        async s =>
                        {
                            await Adding("two", commits).Work(s);
                            await s.Db.SaveChangesAsync();
                            return Problem.Invalid("full", "No room.");
                        }
                    )
                ),
            () =>
                Host.AskAsync(
                    Host.Owner,
                    new TestChange(
                        Allowed,
                        async s =>
                        {
                            await Adding("three", commits).Work(s);
                            await s.Db.SaveChangesAsync();
                            throw new TimeZoneNotFoundException();
                        }
                    )
                ),
            () => Host.AskAsync(Host.Owner, Adding("four", commits))
        );

        Expect.Done(await changes[0]);
        Expect.Failed(await changes[1], "full");
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => changes[2]);
        Expect.Done(await changes[3]);
        Assert.Single(commits.Distinct());
        Assert.Equal(["four", "one"], await StoresAsync());
        Assert.Equal(
            [AuditResult.Done, AuditResult.Done, AuditResult.Failed, AuditResult.Failed, AuditResult.Done],
            (await Host.AuditAsync())[^5..].Select(r => r.Result)
        );
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Changes_that_share_a_commit_all_fail_and_leave_nothing_when_the_commit_fails()
    {
        var before = (await Host.AuditAsync()).Count;
        var changes = await TogetherAsync(
            () => Host.AskAsync(Host.Owner, Adding("one", [])),
            () =>
                Host.AskAsync(
                    Host.Owner,
                    new TestChange(
                        Allowed,
                        async s =>
                        {
                            // A broken reference that only the commit notices.
                            await s.Db.Database.ExecuteSqlRawAsync(
                                """PRAGMA defer_foreign_keys = ON; INSERT INTO "StoreGrants" ("MemberId", "StoreId", "Roles") """
                                    + """VALUES ('nobody', 'nowhere', 2)"""
                            );
                            return Unit.Value;
                        }
                    )
                )
        );

        await Assert.ThrowsAsync<StorageException>(() => changes[0]);
        await Assert.ThrowsAsync<StorageException>(() => changes[1]);
        await Host.StoreAsync("after");
        Assert.Equal(["after"], await StoresAsync());
        Assert.Equal(before + 2, (await Host.AuditAsync()).Count); // The operation that delayed the writer, and the store "after".
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Changes_that_share_a_transaction_all_report_the_error_that_ended_it()
    {
        var changes = await TogetherAsync(
            () => Host.AskAsync(Host.Owner, Adding("one", [])),
            () =>
                Host.AskAsync(
                    Host.Owner,
                    new TestChange(
                        Allowed,
                        async s =>
                        {
                            await s.Db.Database.ExecuteSqlRawAsync("ROLLBACK"); // As SQLite does itself where a disk is full.
                            throw new SqliteException("database or disk is full", SQLitePCL.raw.SQLITE_FULL);
                        }
                    )
                )
        );

        foreach (var change in changes)
        {
            var exception = await Assert.ThrowsAsync<StorageException>(() => change);
            Assert.Equal(SQLitePCL.raw.SQLITE_FULL, Assert.IsType<SqliteException>(exception.InnerException).SqliteErrorCode);
        }
        await Host.StoreAsync("after");
        Assert.Equal(["after"], await StoresAsync());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task A_change_sees_what_earlier_changes_in_the_same_commit_did()
    {
        var changes = await TogetherAsync(
            () => Host.AskAsync(Host.Owner, new CreateStore("same")),
            () => Host.AskAsync(Host.Owner, new CreateStore("same"))
        );

        Expect.Done(await changes[0]);
        Expect.Failed(await changes[1], "store_name_already_exists");
    }

    [Fact]
    public async Task Two_hundred_concurrent_changes_are_all_done_audited_and_chained()
    {
        var store = await Host.StoreAsync();
        var before = (await Host.AuditAsync()).Count;

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 200)
                .Select(i => Task.Run(() => Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New($"S{i}")]))))
        );

        var ids = outcomes.Select(o => Expect.Done(o)[0].Value).ToHashSet();
        var rows = (await Host.AuditAsync())[before..];
        Assert.Equal(200, ids.Count);
        Assert.Equal(ids, rows.Select(r => r.TargetId!).ToHashSet());
        Assert.Equal(outcomes.Select(o => o.RequestId).ToHashSet(), rows.Select(r => r.RequestId).ToHashSet());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Changes_that_are_pending_when_the_vault_closes_are_either_done_or_rejected()
    {
        var store = await Host.StoreAsync();
        var first = new TaskCompletionSource();
        var changes = Enumerable
            .Range(0, 200)
            .Select(i =>
                Task.Run(async () =>
                {
                    var outcome = await Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New($"S{i}")]));
                    first.TrySetResult();
                    return Expect.Done(outcome)[0].Value;
                })
            )
            .ToList();
        await first.Task;

        await Host.ReopenAsync();
        var ends = await Task.WhenAll(changes.Select(change => change.ContinueWith(t => t, TaskScheduler.Default)));

        var done = ends.Where(t => t.IsCompletedSuccessfully).Select(t => t.Result).ToHashSet();
        Assert.All(ends.Where(t => t.IsFaulted), t => Assert.IsType<ChannelClosedException>(t.Exception!.InnerException));
        await using var db = Host.OpenDb();
        Assert.Equal(done, (await db.Secrets.Select(s => s.Id).ToListAsync()).ToHashSet());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Only_one_of_many_concurrent_creations_with_the_same_name_succeeds()
    {
        var store = await Host.StoreAsync();

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 32)
                .Select(_ => Task.Run(() => Host.AskAsync(Host.Owner, new CreateSecrets(store, [VaultSampleData.New("API_KEY")]))))
        );

        Assert.Single(outcomes.OfType<Done<IReadOnlyList<SecretId>>>());
        Assert.All(outcomes.OfType<Failed<IReadOnlyList<SecretId>>>(), f => Assert.Equal("secret_name_already_exists", f.Problems[0].Code));
        await using var db = Host.OpenDb();
        Assert.Equal((1, 1), (await db.Secrets.CountAsync(), await db.SecretVersions.CountAsync()));
    }

    /// <summary>Holds the writer up until all have queued.</summary>
    private async Task<Task<Outcome<T>>[]> TogetherAsync<T>(params Func<Task<Outcome<T>>>[] changes)
    {
        var (started, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holding = Host.AskAsync(
            Host.Owner,
            new TestChange(
                Allowed,
                async _ =>
                {
                    started.SetResult();
                    await release.Task;
                    return Unit.Value;
                }
            )
        );
        await started.Task;
        var queued = changes.Select(change => change()).ToArray();
        release.SetResult();
        Expect.Done(await holding);
        return queued;
    }

    private static TestChange Adding(string name, List<DbTransaction> commits) =>
        new(
            Allowed,
            context =>
            {
                commits.Add(context.Db.Database.CurrentTransaction!.GetDbTransaction());
                context.Db.Add(
                    new Vault.Storage.Store
                    {
                        Id = Guid.NewGuid().ToString("N"),
                        Name = name,
                        Created = context.Now,
                        Modified = context.Now,
                    }
                );
                return TestOperation.Success;
            }
        );

    private async Task<List<string>> StoresAsync()
    {
        await using var db = Host.OpenDb();
        return await db.Stores.OrderBy(s => s.Name).Select(s => s.Name).ToListAsync();
    }
}
