using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Vault.Tests.Audit;

public sealed class Verifying_the_audit_log : VaultTest
{
    [Fact]
    public async Task An_unchanged_log_is_verified_as_intact_over_all_its_chains()
    {
        await Host.StoreAsync("one");
        await Host.ReopenAsync();
        await Host.StoreAsync("two");

        var verdict = await VerifyAsync();

        Assert.Null(verdict.Broken);
        await using var db = Host.OpenDb();
        // The verification's own row comes after what it looked at.
        Assert.Equal(await db.AuditEntries.CountAsync() - 1, verdict.Rows);
        Assert.Equal(await db.AuditEntries.Select(a => a.Chain).Distinct().CountAsync(), verdict.Chains);
    }

    [Theory]
    [InlineData("ActorName = 'another.member@example.com'")]
    [InlineData("Result = 2")]
    [InlineData("At = At + 1")]
    [InlineData("Act = 'NoSuchAct'")]
    [InlineData("Details = '{}'")]
    [InlineData("Address = NULL")]
    [InlineData("Authorization = 'text where a number belongs'")]
    [InlineData("Mac = 'text where bytes belong'")]
    [InlineData("Mac = x''")]
    [InlineData("ScopeReason = x'00ff'")]
    public async Task Verification_names_a_row_that_was_changed(string change)
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var id = (await Host.AuditAsync()).First(a => a.TargetName == "one").Id;
        await TamperAsync($"UPDATE AuditEntries SET {change} WHERE Id = {id}");

        Assert.Equal(id, (await VerifyAsync()).Broken?.Id);
    }

    [Fact]
    public async Task Verification_names_the_gap_of_a_row_that_was_deleted()
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var row = (await Host.AuditAsync()).First(a => a.TargetName == "one");
        await TamperAsync($"DELETE FROM AuditEntries WHERE Id = {row.Id}");

        var broken = (await VerifyAsync()).Broken!;

        Assert.Equal((row.Chain, row.Number, null), (broken.Chain, broken.Number, broken.Id));
    }

    [Fact]
    public async Task Verification_finds_two_rows_whose_numbers_were_swapped()
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var rows = (await Host.AuditAsync()).Where(a => a.Act == Act.CreateStore).ToList();
        await TamperAsync($"UPDATE AuditEntries SET Number = -1 WHERE Id = {rows[0].Id}");
        await TamperAsync($"UPDATE AuditEntries SET Number = {rows[0].Number} WHERE Id = {rows[1].Id}");
        await TamperAsync($"UPDATE AuditEntries SET Number = {rows[1].Number} WHERE Id = {rows[0].Id}");

        Assert.NotNull((await VerifyAsync()).Broken);
    }

    [Fact]
    public async Task Verification_finds_two_rows_whose_places_in_the_log_were_swapped()
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var rows = (await Host.AuditAsync()).Where(a => a.Act == Act.CreateStore).ToList();
        await SwapAsync(rows[0].Id, rows[1].Id);

        var broken = (await VerifyAsync()).Broken!;

        Assert.Equal(rows[0].Number, broken.Number - (broken.Id == rows[0].Id ? 1 : 0));
        Assert.Contains("put into another order", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_finds_two_rows_of_different_chains_whose_places_in_the_log_were_swapped()
    {
        await Host.StoreAsync("one");
        var last = await Host.LastAuditAsync();
        await Host.ReopenAsync();
        await Host.StoreAsync("two");
        await SwapAsync(last.Id, last.Id + 1); // The next one starts the next chain.

        var broken = (await VerifyAsync()).Broken!;

        Assert.Equal((last.Chain, last.Number), (broken.Chain, broken.Number));
        Assert.Contains("put into another order", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_finds_the_deleted_end_of_a_chain_because_a_later_chain_has_signed_it()
    {
        await Host.StoreAsync("one");
        await Host.StoreAsync("two");
        var cut = (await Host.AuditAsync())[^1];
        await Host.ReopenAsync();
        await Host.StoreAsync("three");
        await TamperAsync($"DELETE FROM AuditEntries WHERE Id = {cut.Id}");

        var broken = (await VerifyAsync()).Broken!;

        Assert.Equal((cut.Chain, cut.Number), (broken.Chain, broken.Number));
        Assert.Contains("removed", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verification_finds_that_an_earlier_chain_was_deleted_as_a_whole()
    {
        await Host.StoreAsync("one");
        var chain = (await Host.AuditAsync())[^1].Chain;
        await Host.ReopenAsync();
        await Host.StoreAsync("two");
        await TamperAsync($"DELETE FROM AuditEntries WHERE Chain = '{chain}'");

        Assert.Equal(chain, (await VerifyAsync()).Broken?.Chain);
    }

    [Fact]
    public async Task The_deleted_end_of_the_newest_chain_is_found_without_the_anchor_only_with_a_separately_kept_head()
    {
        await Host.StoreAsync("one");
        var head = await NewestHeadAsync();
        await TamperAsync($"DELETE FROM AuditEntries WHERE Chain = '{head.Chain}' AND Number >= {head.Number}");
        await Host.CloseAsync();
        File.Delete(Directory.GetFiles(Host.Folder, "audit-anchor-*.json").Single());
        await Host.ReopenAsync();

        Assert.Null((await VerifyAsync()).Broken);
        var broken = (await VerifyAsync(head)).Broken!;
        Assert.Equal((head.Chain, head.Number), (broken.Chain, broken.Number));
    }

    [Fact]
    public async Task A_kept_head_remains_valid_while_the_log_grows()
    {
        await Host.StoreAsync("one");
        var heads = await HeadsAsync();
        await Host.StoreAsync("two");
        await Host.ReopenAsync();
        await Host.StoreAsync("three");

        Assert.Null((await VerifyAsync([.. heads])).Broken);
    }

    [Fact]
    public async Task A_kept_head_with_another_code_does_not_match_the_row_of_the_log()
    {
        await Host.StoreAsync("one");
        var head = await NewestHeadAsync();

        var broken = (await VerifyAsync(head with { Code = new string('0', 64) })).Broken!;

        Assert.Equal(head.Number, broken.Number);
        Assert.Contains("the expected head", broken.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_row_with_invalid_signatures_is_named_and_does_not_stop_writing()
    {
        await Host.StoreAsync("one");
        await TamperAsync("UPDATE AuditEntries SET Details = 'not json' WHERE Act IS NULL");
        await Host.ReopenAsync();

        await Host.StoreAsync("two");

        Assert.Equal(1, (await VerifyAsync()).Broken?.Number);
    }

    [Fact]
    public async Task Only_the_console_can_verify_the_audit_log()
    {
        Expect.Refused(await Host.AskAsync(Host.Owner, new VerifyAudit([])));
        Expect.Refused(await Host.AskAsync(Host.Owner, new ListAuditHeads()));
        Expect.Refused(await Host.AskAsync(Caller.Anonymous(null), new VerifyAudit([])));
    }

    [Fact]
    public async Task The_verification_leaves_its_own_audit_row()
    {
        await VerifyAsync();

        var row = await Host.LastAuditAsync();
        Assert.Equal((Act.VerifyAudit, ActorKind.Console, AuditResult.Done), (row.Act, row.ActorKind, row.Result));
    }

    private async Task SwapAsync(long one, long other)
    {
        await TamperAsync($"UPDATE AuditEntries SET Id = -1 WHERE Id = {one}");
        await TamperAsync($"UPDATE AuditEntries SET Id = {one} WHERE Id = {other}");
        await TamperAsync($"UPDATE AuditEntries SET Id = {other} WHERE Id = -1");
    }

    private async Task<AuditVerdict> VerifyAsync(params AuditHead[] expected) =>
        Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit(expected)));

    private async Task<IReadOnlyList<AuditHead>> HeadsAsync() => Expect.Done(await Host.AskAsync(Caller.Console, new ListAuditHeads()));

    private async Task<AuditHead> NewestHeadAsync()
    {
        var chain = (await Host.LastAuditAsync()).Chain;
        return (await HeadsAsync()).Single(h => h.Chain == chain);
    }

    private async Task TamperAsync(string sql)
    {
        await using var db = Host.OpenDb();
        await db.Database.ExecuteSqlRawAsync(sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
    }
}
