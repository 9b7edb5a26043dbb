using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>An attacker with write access to the database alone can't change the audit log without being detected.</summary>
public sealed class The_audit_chain : VaultTest
{
    private const string Newest = """(SELECT "Chain" FROM "AuditEntries" ORDER BY "Id" DESC LIMIT 1)""";
    private const string Third = $"""WHERE "Chain" = {Newest} AND "Number" = 3""";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await WriteAsync(6);
    }

    [Fact]
    public async Task The_chain_is_intact_as_long_as_nothing_is_changed() => Assert.Empty(await BrokenAsync());

    public static TheoryData<string, string> Columns =>
        new()
        {
            { "At", "5" },
            { "ActorKind", "2" },
            { "ActorId", "'x'" },
            { "ActorId", "NULL" },
            { "ActorName", "'x'" },
            { "SessionId", "'x'" },
            { "Address", "NULL" },
            { "Act", "'DeleteStore'" },
            { "TargetKind", "'x'" },
            { "TargetId", "NULL" },
            { "TargetName", "'x'" },
            { "TargetName", "''" },
            { "RelatedId", "'x'" },
            { "RelatedId", "''" },
            { "StoreId", "NULL" },
            { "Authorization", "2" },
            { "AuthorizationReason", "'x'" },
            { "Scope", "1" },
            { "ScopeReason", "'x'" },
            { "Result", "2" },
            { "Code", "'x'" },
            { "RequestId", "'x'" },
            { "Details", "'{}'" },
            { "Mac", "x'00'" },
            { "Number", "300" },
            { "Chain", "'x'" },
        };

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task Changing_any_column_of_a_row_breaks_the_chain(string column, string value)
    {
        await TamperAsync($"""UPDATE "AuditEntries" SET "{column}" = {value} {Third}""");

        Assert.NotEmpty(await BrokenAsync());
    }

    [Fact]
    public async Task The_chain_covers_every_column_of_the_table_except_the_rows_id()
    {
        await using var db = Host.OpenDb();
        var columns = await db
            .Database.SqlQueryRaw<string>("""SELECT "name" AS "Value" FROM pragma_table_info('AuditEntries')""")
            .ToListAsync();

        Assert.Equal(columns.Where(c => c != "Id").Order(), Columns.Select(row => row.Data.Item1).Distinct().Order());
    }

    [Fact]
    public async Task Moving_text_from_one_field_to_its_neighbour_breaks_the_chain()
    {
        await TamperAsync(
            """UPDATE "AuditEntries" SET "ActorId" = "ActorId" || substr("ActorName", 1, 1), "ActorName" = substr("ActorName", """
                + $"""2) {Third}"""
        );

        Assert.NotEmpty(await BrokenAsync());
    }

    [Fact]
    public async Task Deleting_a_row_breaks_the_chain_at_the_next_row()
    {
        await TamperAsync($"""DELETE FROM "AuditEntries" {Third}""");

        Assert.EndsWith("/4", Assert.Single(await BrokenAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_a_row_and_renumbering_the_others_breaks_the_chain()
    {
        await TamperAsync($"""DELETE FROM "AuditEntries" {Third}""");
        await TamperAsync($"""UPDATE "AuditEntries" SET "Number" = "Number" - 1 WHERE "Chain" = {Newest} AND "Number" > 3""");

        Assert.NotEmpty(await BrokenAsync());
    }

    [Fact]
    public async Task Swapping_the_numbers_of_two_rows_breaks_the_chain()
    {
        foreach (var (from, to) in new[] { (3, 99), (4, 3), (99, 4) })
        {
            await TamperAsync($"""UPDATE "AuditEntries" SET "Number" = {to} WHERE "Chain" = {Newest} AND "Number" = {from}""");
        }

        Assert.NotEmpty(await BrokenAsync());
    }

    [Fact]
    public async Task Inserting_a_row_breaks_the_chain()
    {
        await TamperAsync($"""UPDATE "AuditEntries" SET "Number" = "Number" + 1000 WHERE "Chain" = {Newest} AND "Number" > 3""");
        await TamperAsync($"""UPDATE "AuditEntries" SET "Number" = "Number" - 999 WHERE "Chain" = {Newest} AND "Number" > 1000""");
        await using (var db = Host.OpenDb())
        {
            var columns = db
                .Model.FindEntityType(typeof(AuditEntry))!
                .GetProperties()
                .Select(p => p.Name)
                .Where(n => n is not ("Id" or "Number"))
                .ToList();
            var list = string.Join(", ", columns.Select(c => $"\"{c}\""));
            await TamperAsync($"""INSERT INTO "AuditEntries" ("Number", {list}) SELECT 4, {list} FROM "AuditEntries" {Third}""");
        }

        await Host.ReopenAsync(); // The chain in use would stumble over the number that it was going to give next.
        Assert.NotEmpty(await BrokenAsync());
    }

    [Fact]
    public async Task A_chain_signed_by_the_next_one_shows_that_its_end_was_deleted()
    {
        var tail = (await Host.AuditAsync())[^1];
        await Host.ReopenAsync();
        await WriteAsync(1);
        Assert.Empty(await BrokenAsync());

        await TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Id" = {tail.Id}""");

        Assert.Equal($"cut:{tail.Chain}/{tail.Number}", Assert.Single(await BrokenAsync()));
    }

    [Fact]
    public async Task A_chain_signed_by_the_next_one_shows_that_it_was_deleted_as_a_whole()
    {
        var tail = (await Host.AuditAsync())[^1];
        await Host.ReopenAsync();
        await WriteAsync(1);

        await TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Chain" = '{tail.Chain}'""");

        Assert.Contains($"cut:{tail.Chain}/{tail.Number}", await BrokenAsync());
    }

    [Fact]
    public async Task A_chain_without_its_first_row_is_still_signed_by_the_next_one()
    {
        var chain = (await Host.AuditAsync())[^1].Chain;
        await TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Chain" = '{chain}' AND "Number" = 1""");
        await Host.ReopenAsync();
        await WriteAsync(1);

        await TamperAsync($"""DELETE FROM "AuditEntries" WHERE "Chain" = '{chain}'""");

        Assert.Contains(await BrokenAsync(), b => b.StartsWith($"cut:{chain}/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_process_writes_a_chain_of_its_own_while_others_write()
    {
        await using var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        for (var i = 0; i < 5; i++)
        {
            Expect.Done(await other.Gate.AskAsync(Host.Owner.Caller, new ListStores()));
            await WriteAsync(1);
        }
        Assert.Empty(await BrokenAsync());
        var both = await Host.AuditAsync();

        await Host.ReopenAsync();
        await WriteAsync(1);

        Assert.Equal(2, both[^10..].Select(r => r.Chain).Distinct().Count());
        Assert.Empty(await BrokenAsync());
        foreach (var tail in both.GroupBy(r => r.Chain).Select(c => c.Last()))
        {
            await using var db = Host.OpenDb();
            Assert.NotEqual(0, await db.AuditEntries.Where(a => a.Id == tail.Id).ExecuteDeleteAsync());
            Assert.Contains($"cut:{tail.Chain}/{tail.Number}", await BrokenAsync());
        }
    }

    [Fact]
    public async Task Chains_written_by_several_processes_at_once_lose_no_rows()
    {
        await using var other = OpenVault.Open(Host.Options, Host.Time, NullLogger.Instance);
        var before = (await Host.AuditAsync()).Count;

        await Task.WhenAll(
            Enumerable
                .Range(0, 60)
                .Select(i =>
                    Task.Run(async () =>
                        Expect.Done(await (i % 2 == 0 ? Host.Vault : other).Gate.AskAsync(Host.Owner.Caller, new CreateStore($"store-{i}")))
                    )
                )
        );

        Assert.Equal(before + 60, (await Host.AuditAsync()).Count);
        Assert.Empty(await BrokenAsync());
    }

    /// <summary>By the tests' own reading of the format, with which the program's verification must agree.</summary>
    private async Task<List<string>> BrokenAsync()
    {
        var found = ChainCheck.Broken(Host);
        var verdict = Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([])));
        Assert.Equal(found.Count > 0, verdict.Broken is not null);
        return found;
    }

    private async Task WriteAsync(int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            await Host.StoreAsync($"store-{Guid.NewGuid():N}");
        }
    }

    private async Task TamperAsync(string sql)
    {
        await using var db = Host.OpenDb();
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{").Replace("}", "}}")));
    }
}
