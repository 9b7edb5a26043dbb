using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Gate;

public sealed class Every_execution_is_audited_once : VaultTest
{
    [Fact]
    public async Task A_request_that_is_done_leaves_one_audit_row_with_every_field()
    {
        var store = await Host.StoreAsync();
        var admin = await Host.MemberAsync(Roles.None, (store, Roles.Admin));
        Host.Time.Advance(TimeSpan.FromMinutes(3));

        var outcome = await Host.AskAsync(admin, new CreateSecrets(store, [VaultSampleData.New("API_KEY")]));

        var row = Assert.Single(await RowsOfAsync(outcome));
        Assert.Equal(
            (Host.Now, ActorKind.Member, admin.Id.Value, admin.Email, admin.Session.Value, "127.0.0.1"),
            (row.At, row.ActorKind, row.ActorId, row.ActorName, row.SessionId, row.Address)
        );
        Assert.Equal(
            (Act.CreateSecret, "Secret", Expect.Done(outcome)[0].Value, "API_KEY", store.Value),
            (row.Act, row.TargetKind, row.TargetId, row.TargetName, row.StoreId)
        );
        Assert.Equal((CheckResult.Passed, "Admin may create a secret."), (row.Authorization, row.AuthorizationReason));
        Assert.Equal(
            (CheckResult.NotApplicable, "No service consumes a secret here, so no scope is checked."),
            (row.Scope, row.ScopeReason)
        );
        Assert.Equal((AuditResult.Done, null), (row.Result, row.Code));
        Assert.Equal("""{"count":1}""", row.Details);
    }

    [Fact]
    public async Task A_refused_request_leaves_one_audit_row_with_both_checks_and_changes_nothing()
    {
        var store = await Host.StoreAsync("north");
        var reporter = await Host.MemberAsync(Roles.Reporter);
        var before = Fingerprint.OfAllButAudit(Host);

        var outcome = await Host.AskAsync(reporter, new CreateSecrets(store, [VaultSampleData.New("API_KEY")]));

        var decision = Expect.Refused(outcome);
        var row = Assert.Single(await RowsOfAsync(outcome));
        Assert.Equal(
            (ActorKind.Member, reporter.Id.Value, reporter.Email, reporter.Session.Value, "127.0.0.1"),
            (row.ActorKind, row.ActorId, row.ActorName, row.SessionId, row.Address)
        );
        Assert.Equal(
            (Act.CreateSecret, "Store", store.Value, "north", store.Value),
            (row.Act, row.TargetKind, row.TargetId, row.TargetName, row.StoreId)
        );
        Assert.Equal((CheckResult.Failed, decision.Authorization.Reason), (row.Authorization, row.AuthorizationReason));
        Assert.Equal((CheckResult.NotApplicable, decision.Scope.Reason), (row.Scope, row.ScopeReason));
        Assert.Equal((AuditResult.Refused, null, null), (row.Result, row.Code, row.Details));
        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Fact]
    public async Task A_request_that_fails_after_being_allowed_leaves_one_audit_row_with_its_code_and_changes_nothing()
    {
        var before = Fingerprint.OfAllButAudit(Host);
        var work = new TestChange(
            new Demand(Act.CreateStore, TargetReference.Account),
            async context =>
            {
                context.Db.Add(
                    new Vault.Storage.Store
                    {
                        Id = Guid.NewGuid().ToString("N"),
                        Name = "half",
                        Created = context.Now,
                        Modified = context.Now,
                    }
                );
                await context.Db.SaveChangesAsync();
                context.Note.About("Store", null, "half").Add("tried", 2);
                return new List<Problem>
                {
                    Problem.Invalid("first_code", "It could not be done."),
                    Problem.Invalid("second_code", "Nor this."),
                };
            }
        );

        var outcome = await Host.AskAsync(Host.Owner, work);

        Expect.Failed(outcome, "first_code", "second_code");
        var row = Assert.Single(await RowsOfAsync(outcome));
        Assert.Equal((Act.CreateStore, "Store", "half", CheckResult.Passed), (row.Act, row.TargetKind, row.TargetName, row.Authorization));
        Assert.Equal((AuditResult.Failed, "first_code", """{"tried":2}"""), (row.Result, row.Code, row.Details));
        Assert.Equal(before, Fingerprint.OfAllButAudit(Host));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_fault_is_recorded_as_failed_before_it_is_thrown(bool change)
    {
        var rows = (await Host.AuditAsync()).Count;
        var demand = new Demand(Act.ViewMetadata, TargetReference.Account);

        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() =>
            change
                ? Host.AskAsync(Host.Owner, new TestChange(demand, _ => throw new TimeZoneNotFoundException()))
                : Host.AskAsync(Host.Owner, new TestReading(demand, _ => throw new TimeZoneNotFoundException()))
        );

        var row = await Host.LastAuditAsync();
        Assert.Equal((rows + 1, AuditResult.Failed, "fault"), ((await Host.AuditAsync()).Count, row.Result, row.Code));
    }

    [Fact]
    public async Task A_cancelled_look_is_recorded_too()
    {
        using var cancellation = new CancellationTokenSource();
        var look = new TestReading(
            new Demand(Act.ViewMetadata, TargetReference.Account),
            _ =>
            {
                cancellation.Cancel();
                throw new OperationCanceledException(cancellation.Token);
            }
        );

        await Assert.ThrowsAsync<OperationCanceledException>(() => Host.Vault.Gate.AskAsync(Host.Owner.Caller, look, cancellation.Token));

        Assert.Equal("cancelled", (await Host.LastAuditAsync()).Code);
    }

    [Fact]
    public async Task A_page_of_a_list_leaves_one_audit_row()
    {
        var store = await Host.StoreAsync();
        await Host.DoAsync(Host.Owner, new CreateSecrets(store, [.. Enumerable.Range(0, 30).Select(i => VaultSampleData.New($"S{i}"))]));
        var rows = (await Host.AuditAsync()).Count;

        await Host.DoAsync(Host.Owner, new ListSecrets(new SecretFilter(), new PageRequest(1, 25)));

        Assert.Equal(rows + 1, (await Host.AuditAsync()).Count);
    }

    [Fact]
    public async Task A_request_outside_the_callers_reach_is_recorded_in_the_targets_store()
    {
        var (mine, theirs) = (await Host.StoreAsync("mine"), await Host.StoreAsync("theirs"));
        var secret = await Host.SecretAsync(theirs, "HIDDEN");
        var admin = await Host.MemberAsync(Roles.None, (mine, Roles.Admin));

        var outcome = await Host.AskAsync(admin, new DeleteSecret(secret));

        Expect.Outside(outcome);
        var row = Assert.Single(await RowsOfAsync(outcome));
        Assert.Equal(
            ("Secret", secret.Value, null, theirs.Value, AuditResult.Refused),
            (row.TargetKind, row.TargetId, row.TargetName, row.StoreId, row.Result)
        );
    }

    [Fact]
    public async Task Visitors_and_the_console_are_recorded_as_such()
    {
        var visitor = Caller.Anonymous(System.Net.IPAddress.Parse("192.0.2.7"), "a browser");

        Expect.Refused(await Host.AskAsync(visitor, new ListStores()));
        var first = await Host.LastAuditAsync();
        Expect.Refused(await Host.AskAsync(Caller.Console, new ListStores()));
        var second = await Host.LastAuditAsync();

        Assert.Equal(
            (ActorKind.Nobody, null, null, null, "192.0.2.7"),
            (first.ActorKind, first.ActorId, first.ActorName, first.SessionId, first.Address)
        );
        Assert.Equal(
            (ActorKind.Console, null, null, null, null),
            (second.ActorKind, second.ActorId, second.ActorName, second.SessionId, second.Address)
        );
    }

    [Fact]
    public async Task An_unknown_id_is_recorded_short_and_readable_and_the_chain_stays_intact()
    {
        var typed = "\0\u0007\ud800" + new string('x', 100_000);

        Expect.Outside(await Host.AskAsync(Host.Owner, new DeleteSecret(new SecretId(typed))));

        var id = (await Host.LastAuditAsync()).TargetId!;
        Assert.Equal("\ufffd\ufffd\ufffdxxx", id[..6]);
        Assert.Equal(64, id.Length);
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task Asking_what_is_allowed_leaves_no_audit_row_and_does_not_renew_the_session()
    {
        var rows = (await Host.AuditAsync()).Count;
        Host.Time.Advance(TimeSpan.FromMinutes(20));
        Assert.True((await Host.MayAsync(Host.Owner, new Demand(Act.CreateStore, TargetReference.Account))).Allowed);
        await Host.Vault.Gate.IdentifyAsync(Host.Owner.Caller);
        Host.Time.Advance(TimeSpan.FromMinutes(10));

        var decision = await Host.MayAsync(Host.Owner, new Demand(Act.CreateStore, TargetReference.Account));

        Assert.Equal(Standing.SessionIdle, decision.Question.Actor.Standing);
        Assert.Equal(rows, (await Host.AuditAsync()).Count);
    }

    [Fact]
    public async Task A_change_of_access_reaches_every_listener_even_if_one_throws()
    {
        var notified = new List<MemberId>();
        Host.Vault.Gate.AccessChanged += _ => throw new InvalidOperationException("a page that is half gone");
        Host.Vault.Gate.AccessChanged += notified.Add;

        await Host.DoAsync(Host.Owner, new SignOut());

        Assert.Equal([Host.Owner.Id], notified);
    }

    private async Task<List<AuditEntry>> RowsOfAsync<T>(Outcome<T> outcome) =>
        (await Host.AuditAsync()).FindAll(r => r.RequestId == outcome.RequestId);
}
