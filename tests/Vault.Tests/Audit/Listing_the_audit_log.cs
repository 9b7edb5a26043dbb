using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Audit;

public sealed class Listing_the_audit_log : VaultTest
{
    [Fact]
    public async Task The_audit_log_lists_the_newest_row_first_with_who_did_what_and_why_it_was_allowed()
    {
        var store = await Host.StoreAsync("production");

        var row = (await ListAsync(new AuditFilter(OnlyChanges: true))).Rows[0];

        Assert.Equal(
            (Act.CreateStore, "boss@example.com", "127.0.0.1", "production", AuditResult.Done),
            (row.Act, row.ActorName, row.Address, row.TargetName, row.Result)
        );
        Assert.Equal((store.Value, CheckResult.Passed, CheckResult.NotApplicable), (row.TargetId, row.Authorization, row.Scope));
        Assert.Equal("Super Administrator may create a store.", row.AuthorizationReason);
    }

    [Fact]
    public async Task Each_filter_of_the_audit_log_finds_its_rows_and_no_others()
    {
        var store = await Host.StoreAsync("production");
        var secret = await Host.SecretAsync(store, "STRIPE");
        var reporter = await Host.MemberAsync(Roles.Reporter);
        await Host.AskAsync(reporter, new DeleteSecret(secret));
        await Host.AskAsync(Host.Owner, new CreateStore("not a name"));

        Assert.Equal([Act.DeleteSecret], await ActsAsync(new(Result: AuditResult.Refused)));
        Assert.Equal([Act.CreateStore], await ActsAsync(new(Result: AuditResult.Failed)));
        Assert.Equal([Act.DeleteSecret], await ActsAsync(new(ActorId: reporter.Id.Value)));
        Assert.Equal([Act.CreateStore, Act.CreateStore], await ActsAsync(new(Act: Act.CreateStore)));
        Assert.Equal([Act.DeleteSecret, Act.CreateSecret], await ActsAsync(new(TargetKind: "Secret")));
        Assert.Equal([Act.DeleteSecret, Act.CreateSecret], await ActsAsync(new(TargetId: secret.Value)));
        Assert.Equal([Act.DeleteSecret, Act.CreateSecret, Act.CreateStore], await ActsAsync(new(Store: store)));
        Assert.Equal([Act.DeleteSecret, Act.CreateSecret], await ActsAsync(new("stripe")));
        Assert.Equal([Act.DeleteSecret], await ActsAsync(new("stripe", Result: AuditResult.Refused, OnlyChanges: true)));
        Assert.Equal([Act.SetUp], await ActsAsync(new(ActorKind: ActorKind.Nobody)));
        Assert.Empty(await ActsAsync(new("%")));
    }

    [Fact]
    public async Task A_search_for_a_request_id_finds_its_one_audit_row()
    {
        await Host.StoreAsync("one");
        var wanted = await Host.LastAuditAsync();
        await Host.StoreAsync("two");

        Assert.Equal([wanted.Id], (await ListAsync(new AuditFilter(wanted.RequestId))).Rows.Select(r => r.Id));
    }

    [Fact]
    public async Task A_time_range_includes_its_start_and_excludes_its_end()
    {
        var start = Host.Now;
        await Host.StoreAsync("first");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.StoreAsync("second");
        Host.Time.Advance(TimeSpan.FromMinutes(1));
        await Host.StoreAsync("third");

        var rows = (await ListAsync(new AuditFilter(Act: Act.CreateStore, From: start.AddMinutes(1), To: start.AddMinutes(2)))).Rows;

        Assert.Equal(["second"], rows.Select(r => r.TargetName));
        Expect.Failed(await Host.AskAsync(Host.Owner, new ListAudit(new AuditFilter(From: start, To: start))), "time_range_empty");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_the_audit_log_continue_without_gap_or_overlap_in_both_directions(bool filtered)
    {
        var filter = filtered ? new AuditFilter(Search: "store-", OnlyChanges: true) : new AuditFilter(Act: Act.CreateStore);
        for (var i = 0; i < 7; i++)
        {
            await Host.StoreAsync($"store-{i}"); // All within one millisecond of the standing clock.
        }

        var first = await ListAsync(filter, size: 3);
        var second = await ListAsync(filter, before: first.Older, size: 3);
        var last = await ListAsync(filter, before: second.Older, size: 3);
        var back = await ListAsync(filter, after: last.Newer, size: 3);
        var top = await ListAsync(filter, after: back.Newer, size: 3);

        Assert.Equal(
            ["store-6", "store-5", "store-4", "store-3", "store-2", "store-1", "store-0"],
            [.. Names(first), .. Names(second), .. Names(last)]
        );
        Assert.Equal((null, null), (first.Newer, last.Older));
        Assert.Equal(Names(second), Names(back));
        Assert.Equal(Names(first), Names(top));
        Assert.Null(top.Newer);
    }

    [Fact]
    public async Task A_search_that_would_look_at_too_many_rows_stops_and_can_continue_from_there()
    {
        for (var i = 0; i < 2_500; i++)
        {
            await Host.AskAsync(Caller.Anonymous(null), new ListStores());
        }
        await using var db = Host.OpenDb();
        var filter = new AuditFilter(OnlyChanges: true);

        var (found, stoppedAt) = await new AuditScan(db.AuditEntries, filter, newestFirst: true, maxRows: 1_000).ReadAsync(
            null,
            10,
            CancellationToken.None
        );
        var (rest, end) = await new AuditScan(db.AuditEntries, filter, newestFirst: true).ReadAsync(stoppedAt, 10, CancellationToken.None);

        Assert.Empty(found);
        Assert.NotNull(stoppedAt);
        Assert.Equal((Act.SetUp, null), (rest.Single().Act, end));
    }

    [Fact]
    public async Task A_reporter_of_a_store_sees_only_the_audit_rows_of_that_store()
    {
        var (mine, other) = (await Host.StoreAsync("mine"), await Host.StoreAsync("other"));
        await Host.SecretAsync(mine, "HERE");
        await Host.SecretAsync(other, "THERE");
        var reporter = await Host.MemberAsync(Roles.None, (mine, Roles.Reporter));

        var rows = Expect.Done(await Host.AskAsync(reporter, new ListAudit(new AuditFilter()))).Rows;

        Assert.All(rows, r => Assert.Equal(mine.Value, r.StoreId));
        Assert.Contains(rows, r => r.TargetName == "HERE");
        Expect.Outside(await Host.AskAsync(reporter, new ListAudit(new AuditFilter(Store: other))));
    }

    [Theory]
    [InlineData(Roles.Admin)]
    [InlineData(Roles.Deployer)]
    [InlineData(Roles.None)]
    public async Task Admins_deployers_and_members_without_a_role_cannot_see_the_audit_log(Roles roles)
    {
        var member = await Host.MemberAsync(roles);

        Expect.Refused(await Host.AskAsync(member, new ListAudit(new AuditFilter())));
        Expect.Refused(
            await Host.AskAsync(
                member,
                new ExportAudit(new AuditFilter(), "csv", (_, _) => throw new InvalidOperationException("Nothing may be written."))
            )
        );
    }

    [Theory]
    [InlineData(0, "page_size_out_of_range")]
    [InlineData(101, "page_size_out_of_range")]
    public async Task Listing_the_audit_log_rejects_a_page_size_out_of_range(int size, string code) =>
        Expect.Failed(await Host.AskAsync(Host.Owner, new ListAudit(new AuditFilter(), Size: size)), code);

    [Fact]
    public async Task An_export_of_the_audit_log_returns_every_matching_row_oldest_first_and_leaves_one_row()
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var before = (await Host.AuditAsync()).Count;
        List<AuditRow> rows = [];

        var count = Expect.Done(
            await Host.AskAsync(
                Host.Owner,
                new ExportAudit(
                    new AuditFilter(Act: Act.CreateStore),
                    "jsonl",
                    (row, _) =>
                    {
                        rows.Add(row);
                        return ValueTask.CompletedTask;
                    }
                )
            )
        );

        Assert.Equal(["one", "two"], rows.Select(r => r.TargetName));
        Assert.Equal(2, count);
        var written = await Host.AuditAsync();
        Assert.Equal((before + 1, """{"export":"jsonl","rows":2}"""), (written.Count, written[^1].Details));
    }

    private async Task<AuditPage> ListAsync(AuditFilter filter, AuditCursor? before = null, AuditCursor? after = null, int size = 50) =>
        Expect.Done(await Host.AskAsync(Host.Owner, new ListAudit(filter, before, after, size)));

    // Omits the rows that listing the log adds.
    private async Task<IEnumerable<Act?>> ActsAsync(AuditFilter filter) =>
        (await ListAsync(filter)).Rows.Where(r => r.Act is not (null or Act.ViewAudit)).Select(r => r.Act);

    private static IEnumerable<string?> Names(AuditPage page) => page.Rows.Select(r => r.TargetName);
}
