using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;

namespace SecretsDashboard.Vault.Tests.Gate;

/// <summary>Attempts of an operation to use the context that it received for one store. None of them reaches another store.</summary>
public sealed class The_permit_opens_the_vault : VaultTest
{
    private StoreId _mine,
        _theirs;
    private SecretId _secret,
        _hidden;
    private Person _admin = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        (_mine, _theirs) = (await Host.StoreAsync("mine"), await Host.StoreAsync("theirs"));
        (_secret, _hidden) = (await Host.SecretAsync(_mine, "SEEN"), await Host.SecretAsync(_theirs, "HIDDEN"));
        await Host.BindingAsync(await Host.ServiceAsync(Scopes.Workers, _theirs), _hidden, "TOKEN");
        await Host.ServiceAsync(Scopes.Workers);
        _admin = await Host.MemberAsync(Roles.None, (_mine, Roles.Admin | Roles.Deployer | Roles.Reporter));
    }

    public static TheoryData<string> Attempts => [.. Tries.Keys];

    private static Dictionary<string, Action<VaultDbContext, Secret>> Tries { get; } =
        new()
        {
            ["adding"] = (db, forged) => db.Add(forged),
            ["attaching and changing"] = (db, forged) =>
            {
                db.Attach(forged);
                forged.Comment = "changed";
            },
            ["updating"] = (db, forged) => db.Update(forged),
            ["removing"] = (db, forged) => db.Remove(forged),
            ["setting the state"] = (db, forged) => db.Entry(forged).State = EntityState.Modified,
            ["tracking a graph"] = (db, forged) => db.ChangeTracker.TrackGraph(forged, node => node.Entry.State = EntityState.Deleted),
            ["reloading and changing"] = (db, forged) =>
            {
                db.Attach(forged);
                db.Entry(forged).Reload();
                forged.Comment = "changed";
            },
        };

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task An_operation_that_saves_into_another_store_faults(string attempt)
    {
        var before = Fingerprint.OfAllButAudit(Host);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(s => Tries[attempt](s.Db, Forged(_theirs))));

        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Claiming_that_another_stores_secret_is_in_the_permitted_store_changes_nothing(string attempt)
    {
        var before = Fingerprint.OfAllButAudit(Host);

        var ended = await Record.ExceptionAsync(async () =>
            Assert.Contains(
                Assert.IsType<Failed<Unit>>(await AskAsync(s => Tries[attempt](s.Db, Forged(_mine)))).Problems.Single().Code,
                new[] { "conflict", "stored_data_forged" }
            )
        );

        Assert.True(ended is null or InvalidOperationException or DbUpdateException, ended?.ToString());
        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Fact]
    public async Task Moving_a_secret_between_stores_faults_in_either_direction()
    {
        var before = Fingerprint.OfAllButAudit(Host);

        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(s => Move(s.Db, Forged(_theirs), to: _mine)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => AskAsync(s => Move(s.Db, s.Db.Secrets.Single(), to: _theirs)));

        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));

        static void Move(VaultDbContext db, Secret secret, StoreId to)
        {
            db.Attach(secret);
            db.Entry(secret).Property(s => s.StoreId).CurrentValue = to.Value;
        }
    }

    [Fact]
    public async Task Queries_and_bulk_changes_see_only_the_permitted_store()
    {
        var before = Fingerprint.OfAllButAudit(Host);
        var seen = new List<string>();

        Expect.Failed(
            await Host.AskAsync(
                _admin,
                new TestChange(
                    Demand,
                    async s =>
                    {
                        seen.AddRange(await s.Db.Stores.Select(x => x.Name).ToListAsync());
                        seen.AddRange(await s.Db.Secrets.Select(x => x.Name).ToListAsync());
                        seen.Add(
                            $"{await s.Db.SecretVersions.CountAsync()} version, {await s.Db.Services.CountAsync()} services, "
                                + $"{await s.Db.Bindings.CountAsync()} bindings"
                        );
                        seen.Add($"{await s.Db.AuditEntries.CountAsync(a => a.StoreId != _mine.Value)} rows of others");
                        seen.Add($"found {await s.Db.Secrets.FindAsync(_hidden.Value) is not null}");
                        seen.Add($"changed {await s.Db.Secrets.ExecuteUpdateAsync(set => set.SetProperty(x => x.Comment, "changed"))}");
                        seen.Add($"deleted {await s.Db.Services.ExecuteDeleteAsync()}");
                        return Problem.Invalid("undo", "Only looking.");
                    }
                )
            ),
            "undo"
        );

        Assert.Equal(
            ["mine", "SEEN", "1 version, 0 services, 0 bindings", "0 rows of others", "found False", "changed 1", "deleted 0"],
            seen
        );
        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Fact]
    public async Task A_permit_for_one_store_cannot_save_anything_of_the_account()
    {
        var before = Fingerprint.OfAllButAudit(Host);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            AskAsync(s =>
                s.Db.Add(
                    new StoreGrant
                    {
                        MemberId = _admin.Id.Value,
                        StoreId = _theirs.Value,
                        Roles = Roles.Admin,
                    }
                )
            )
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            AskAsync(s => s.Db.Users.First(m => m.Id == _admin.Id.Value).Disabled = true)
        );

        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Fact]
    public async Task An_operation_cannot_delete_an_audit_row()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Host.AskAsync(
                Host.Owner,
                TestOperation.Change(
                    Act.ChangeRoles,
                    TargetReference.Account,
                    s =>
                    {
                        var row = s.Db.AuditEntries.AsNoTracking().First();
                        s.Db.Entry(row).State = EntityState.Deleted;
                    }
                )
            )
        );

        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task A_context_whose_reach_was_never_set_sees_nothing_and_cannot_save()
    {
        await using var db = new VaultDbContext(
            new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(Host.Vault.ConnectionString).Options
        );

        Assert.Equal(
            0,
            await db.Stores.CountAsync()
                + await db.Secrets.CountAsync()
                + await db.SecretVersions.CountAsync()
                + await db.Services.CountAsync()
                + await db.Bindings.CountAsync()
                + await db.AuditEntries.CountAsync()
        );
        db.Add(
            new Store
            {
                Id = Guid.NewGuid().ToString("N"),
                Name = "new",
                Created = Host.Now,
                Modified = Host.Now,
            }
        );
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync());
    }

    [Fact]
    public async Task An_operation_on_the_callers_own_account_reaches_no_store()
    {
        var seen = -1;

        await Host.DoAsync(
            Host.Owner,
            TestOperation.Change(Act.ManageOwnAccount, TargetReference.Self, s => seen = s.Db.Stores.Count() + s.Db.Secrets.Count())
        );

        Assert.Equal(0, seen);
    }

    [Fact]
    public async Task A_reading_cannot_write_to_the_database()
    {
        var before = Fingerprint.OfAllButAudit(Host);

        var e = await Assert.ThrowsAsync<SqliteException>(() =>
            Host.AskAsync(
                Host.Owner,
                new TestReading(
                    new Demand(Act.ViewMetadata, TargetReference.Account),
                    async s =>
                    {
                        await s.Db.Stores.ExecuteUpdateAsync(set => set.SetProperty(x => x.Name, "changed"));
                        return Unit.Value;
                    }
                )
            )
        );

        Assert.Contains("readonly", e.Message);
        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Fact]
    public async Task A_reading_sees_a_consistent_snapshot_even_during_a_write()
    {
        var counts = new List<int>();

        await Host.DoAsync(
            Host.Owner,
            new TestReading(
                new Demand(Act.ViewMetadata, TargetReference.Account),
                async s =>
                {
                    counts.Add(await s.Db.Secrets.CountAsync());
                    await Host.SecretAsync(_mine, "LATER");
                    counts.Add(await s.Db.Secrets.CountAsync());
                    return Unit.Value;
                }
            )
        );

        Assert.Equal([2, 2], counts);
    }

    private Demand Demand => new(Act.EditSecret, TargetReference.To(_secret));

    private Task<Outcome<Unit>> AskAsync(Action<OperationContext> work) =>
        Host.AskAsync(_admin, TestOperation.Change(Demand.Act, Demand.Target, work));

    /// <summary>A forged row of their secret, with its real id and any store.</summary>
    private Secret Forged(StoreId store) =>
        new()
        {
            Id = _hidden.Value,
            StoreId = store.Value,
            Name = "HIDDEN",
            Comment = "",
            Scopes = Scopes.Workers,
            Status = SecretStatus.Active,
            Created = Host.Now,
            Modified = Host.Now,
            Revision = 1,
            VersionId = "",
            VersionNumber = 1,
            SearchText = "",
        };
}
