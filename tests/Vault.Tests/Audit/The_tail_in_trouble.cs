using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Audit;

/// <summary>A tail that somebody wrote into, or that can't be written or moved.</summary>
public sealed class The_tail_in_trouble : With_a_tail
{
    [Fact]
    public async Task Changed_by_hand_breaks_the_chain()
    {
        await ReadAsync(3);
        await RunAsync("""UPDATE "AuditTail" SET "Address" = '203.0.113.9' WHERE "Id" = 2""");

        Assert.Single(ChainCheck.Broken(World));
        Assert.NotNull(Expect.Done(await World.AskAsync(Caller.Console, new VerifyAudit([]))).Broken);
    }

    [Fact]
    public async Task That_takes_no_row_lets_no_value_out()
    {
        await RaiseAsync("AuditTail", "(SELECT COUNT(*) FROM \"AuditTail\") >= 2");
        await ReadAsync(2);

        await Assert.ThrowsAsync<StorageException>(() => World.ValueAsync(Service));

        Assert.Equal(2, await InTailAsync());
        Assert.Empty(ChainCheck.Broken(World));
    }

    [Fact]
    public async Task Whose_move_fails_answers_nobody_and_is_moved_when_that_is_possible_again()
    {
        await RaiseAsync("AuditEntries", $"(SELECT COUNT(*) FROM \"AuditTail\") >= {AuditTail.Longest}");
        await ReadAsync(AuditTail.Longest - 1);
        await Assert.ThrowsAsync<StorageException>(() => World.ValueAsync(Service));
        Assert.Equal(AuditTail.Longest - 1, await InTailAsync());

        await World.ValueAsync(Service);

        Assert.Equal(0, await InTailAsync());
        Assert.Empty(ChainCheck.Broken(World));
    }

    public static TheoryData<string> ByHand => new(
        $"""INSERT INTO "AuditTail" ({AuditTail.Columns}) SELECT {AuditTail.Columns} FROM "AuditEntries" WHERE "Act" IS NOT NULL ORDER BY "Id" LIMIT 2""",
        $"""INSERT INTO "AuditEntries" ({AuditTail.Columns}) SELECT {AuditTail.Columns} FROM "AuditTail" """,
        $"""INSERT INTO "AuditTail" ({AuditTail.Columns}) SELECT {AuditTail.Columns} FROM "AuditTail" """);

    [Theory]
    [MemberData(nameof(ByHand))]
    public async Task With_a_row_whose_place_is_taken_stops_nobody_and_is_named(string sql)
    {
        await ReadAsync(3);
        await RunAsync(sql);
        await World.ReopenAsync();

        await World.StoreAsync("after");
        await World.ValueAsync(Service);

        var broken = Expect.Done(await World.AskAsync(Caller.Console, new VerifyAudit([]))).Broken;
        Assert.Matches("by hand.+set aside under the number -[0-9]+[.]$", broken?.What);
        Assert.Equal(0, await InTailAsync());
    }

    [Fact]
    public async Task Is_moved_for_a_reader_who_has_gone_away_and_leaves_a_row()
    {
        await ReadAsync(2);
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => World.Vault.Gate.AskAsync(World.Boss.Caller, new ListAudit(new AuditFilter()), gone.Token));

        Assert.Equal(Act.ViewAudit, (await World.LastAuditAsync()).Act);
        Assert.Equal(0, await InTailAsync());
    }
}
