using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Bindings;
using SecretsDashboard.Vault.Runtime;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Stores;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>Repeated reads of services are written into the tail of the audit log, and moved into the log in batches.</summary>
public sealed class The_audit_tail : VaultTestWithTail
{
    [Fact]
    public async Task The_row_of_a_remembered_read_is_in_the_tail_when_the_read_is_answered()
    {
        var before = await InLogAsync();

        await Host.ValueAsync(Service);
        Assert.Equal((before, 1), (await InLogAsync(), await InTailAsync()));

        Expect.Refused(await Host.AskAsync(Caller.WithCredential("sds_guess", ReaderSteps.ClientAddress), new ResolveBinding("KEY")));
        Assert.Equal((before + 2, 0), (await InLogAsync(), await InTailAsync()));
    }

    [Fact]
    public async Task The_tail_has_the_same_columns_as_the_audit_log()
    {
        await using var db = Host.OpenDb();
        Task<List<string>> ColumnsOfAsync(string table) =>
            db
                .Database.SqlQuery<string>(
                    $"""SELECT "name" || ' ' || "type" || ' ' || "notnull" AS "Value" FROM pragma_table_info({table})"""
                )
                .Order()
                .ToListAsync();

        Assert.Equal(await ColumnsOfAsync("AuditEntries"), await ColumnsOfAsync("AuditTail"));
    }

    [Fact]
    public async Task Rows_of_the_tail_are_in_the_audit_log_when_it_is_listed()
    {
        await Host.ValueAsync(Service);
        await Host.ValueAsync(Service);

        var page = await Host.DoAsync(Host.Owner, new ListAudit(new AuditFilter()));

        Assert.Equal([Act.Resolve, Act.Resolve], page.Rows.Take(2).Select(r => r.Act));
        Assert.Equal(0, await InTailAsync());
        Assert.Null(Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([]))).Broken);
    }

    [Fact]
    public async Task Rows_of_the_tail_come_before_later_requests_even_from_another_process()
    {
        await using var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        Expect.Done(await other.Gate.AskAsync(Host.Owner.Caller, new CreateStore("first")));
        await Host.ValueAsync(Service);
        await Host.StoreAsync("second");
        await Host.ValueAsync(Service);
        Expect.Done(await other.Gate.AskAsync(Host.Owner.Caller, new CreateStore("third")));

        Assert.Equal(
            [Act.CreateStore, Act.Resolve, Act.CreateStore, Act.Resolve, Act.CreateStore],
            (await Host.AuditAsync())[^5..].Select(r => r.Act)
        );
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task The_tail_is_moved_into_the_log_when_it_reaches_its_longest_length()
    {
        var before = await InLogAsync();

        await ReadAsync(AuditTail.MaxRows - 1);
        Assert.Equal((before, AuditTail.MaxRows - 1), (await InLogAsync(), await InTailAsync()));
        await ReadAsync(2);

        Assert.Equal((before + AuditTail.MaxRows, 1), (await InLogAsync(), await InTailAsync()));
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task The_tail_is_moved_into_the_log_within_seconds()
    {
        var before = await InLogAsync();
        await ReadAsync(3);

        Host.Time.Advance(TimeSpan.FromSeconds(5));
        await Host.ValueAsync(Service); // Waits for the writer, as what the clock has begun does before it.

        Assert.Equal((before + 3, 1), (await InLogAsync(), await InTailAsync()));
    }

    [Fact]
    public async Task The_tail_is_empty_after_an_orderly_shutdown()
    {
        await ReadAsync(3);
        await Host.CloseAsync();

        Assert.Equal(0, await InTailAsync());
        await Host.ReopenAsync();
    }

    [Fact]
    public async Task The_tail_of_a_killed_process_is_in_the_log_and_signed_before_the_next_chain_begins()
    {
        await ReadAsync(3);
        await using var next = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);

        Expect.Done(await next.Gate.AskAsync(Host.Owner.Caller, new CreateStore("first")));

        var rows = await Host.AuditAsync();
        var last = rows.Last(r => r.Act == Act.Resolve);
        await using var db = Host.OpenDb();
        var start = await db.AuditEntries.OrderBy(a => a.Id).LastAsync(a => a.Act == null);
        Assert.True(last.Id < start.Id);
        Assert.Contains(
            string.Create(CultureInfo.InvariantCulture, $"\"{last.Chain}\":\"{last.Number}:"),
            start.Details,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Two_processes_that_read_and_change_at_once_lose_no_audit_rows()
    {
        await using var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        var before = (await Host.AuditAsync()).Count;

        await Task.WhenAll(
            Enumerable
                .Range(0, 120)
                .Select(i =>
                    Task.Run(async () =>
                    {
                        var vault = i % 2 == 0 ? Host.Vault : other;
                        if (i % 10 == 0)
                        {
                            Expect.Done(await vault.Gate.AskAsync(Host.Owner.Caller, new CreateStore($"store-{i}")));
                        }
                        Expect.Done(await vault.Gate.AskAsync(Service, new ResolveBinding("KEY"))).Dispose();
                    })
                )
        );

        Assert.Equal(before + 132, (await Host.AuditAsync()).Count);
        Assert.Empty(ChainCheck.Broken(Host));
    }
}
