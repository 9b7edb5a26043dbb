using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A tail that was tampered with, or that can't be written or moved.</summary>
public sealed class A_failing_audit_tail : VaultTestWithTail
{
    [Fact]
    public async Task Changing_the_tail_by_hand_breaks_the_chain()
    {
        await ReadAsync(3);
        await RunAsync("""UPDATE "AuditTail" SET "Address" = '203.0.113.9' WHERE "Id" = 2""");

        Assert.Single(ChainCheck.Broken(Host));
        Assert.NotNull(Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([]))).Broken);
    }

    [Fact]
    public async Task A_value_is_not_handed_out_when_the_tail_cannot_take_its_row()
    {
        await RaiseAsync("AuditTail", "(SELECT COUNT(*) FROM \"AuditTail\") >= 2");
        await ReadAsync(2);

        await Assert.ThrowsAsync<StorageException>(() => Host.ValueAsync(Service));

        Assert.Equal(2, await InTailAsync());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    [Fact]
    public async Task A_read_fails_when_the_tail_cannot_be_moved_and_the_tail_is_moved_once_that_is_possible_again()
    {
        await RaiseAsync("AuditEntries", $"(SELECT COUNT(*) FROM \"AuditTail\") >= {AuditTail.MaxRows}");
        await ReadAsync(AuditTail.MaxRows - 1);
        await Assert.ThrowsAsync<StorageException>(() => Host.ValueAsync(Service));
        Assert.Equal(AuditTail.MaxRows - 1, await InTailAsync());

        await Host.ValueAsync(Service);

        Assert.Equal(0, await InTailAsync());
        Assert.Empty(ChainCheck.Broken(Host));
    }

    private const string ForgedRowMessage =
        "claims to be row [0-9]+ of chain [0-9a-f]{32}, which is unchanged: the claiming row was inserted by hand";

    public static TheoryData<string> ByHand =>
        new(
            $"""INSERT INTO "AuditTail" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditEntries" WHERE "Act" IS NOT NULL """
                + """ORDER BY "Id" LIMIT 2""",
            $"""INSERT INTO "AuditEntries" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditTail" """,
            $"""INSERT INTO "AuditTail" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditTail" """
        );

    [Theory]
    [MemberData(nameof(ByHand))]
    public async Task A_row_with_a_place_that_is_already_taken_stops_no_writing_and_is_named_by_verification(string sql)
    {
        await ReadAsync(3);
        await RunAsync(sql);
        await Host.ReopenAsync();

        await Host.StoreAsync("after");
        await Host.ValueAsync(Service);

        var broken = Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([]))).Broken;
        Assert.Matches(ForgedRowMessage, broken?.What);
        Assert.Equal(0, await InTailAsync());
    }

    [Fact]
    public async Task A_row_whose_place_was_taken_by_a_forged_row_is_kept_and_the_forged_row_is_named()
    {
        await ReadAsync(3);
        await RunAsync($"""INSERT INTO "AuditEntries" ({StoredRow.Stored}) SELECT {StoredRow.Stored} FROM "AuditTail" WHERE "Id" = 2""");
        await RunAsync("""UPDATE "AuditEntries" SET "Address" = '203.0.113.9' WHERE "Id" = (SELECT MAX("Id") FROM "AuditEntries")""");
        await Host.StoreAsync("after");

        var broken = Expect.Done(await Host.AskAsync(Caller.Console, new VerifyAudit([]))).Broken;
        var rows = await Host.AuditAsync();
        var (forged, kept) = (
            rows.Single(r => r.Address == "203.0.113.9"),
            rows.Single(r => r.Chain.Contains(AuditTail.SetAsideSeparator))
        );
        Assert.Equal((forged.Chain, forged.Number, (long?)forged.Id), (broken!.Chain, broken.Number, broken.Id));
        Assert.Equal((forged.Number, ReaderSteps.ClientAddress.ToString()), (kept.Number, kept.Address));
        Assert.Equal(forged.Mac, kept.Mac);
    }

    [Fact]
    public async Task The_tail_is_moved_even_for_a_cancelled_listing_which_leaves_a_row()
    {
        await ReadAsync(2);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Host.Vault.Gate.AskAsync(Host.Owner.Caller, new ListAudit(new AuditFilter()), cancellation.Token)
        );

        Assert.Equal(Act.ViewAudit, (await Host.LastAuditAsync()).Act);
        Assert.Equal(0, await InTailAsync());
    }
}
