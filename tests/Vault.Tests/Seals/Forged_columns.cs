using SecretsDashboard.Vault.Seals;

namespace SecretsDashboard.Vault.Tests.Seals;

public sealed class Forged_columns : VaultTestWithForger
{
    public static TheoryData<string, string> Columns => [.. SealedTable.All.SelectMany(t => t.Columns.Select(c => (t.Name, c)))];

    [Theory]
    [MemberData(nameof(Columns))]
    public async Task A_changed_column_of_a_sealed_row_is_found_by_verify_and_by_the_sweep(string table, string column)
    {
        Assert.True((await VerifyAsync()).IsWhole);

        await ForgeAsync(
            $"""
            UPDATE "{table}" SET "{column}" = CASE typeof("{column}")
                WHEN 'integer' THEN "{column}" + 1 WHEN 'blob' THEN x'00' WHEN 'null' THEN 'x' ELSE "{column}" || 'x' END
            WHERE rowid = (SELECT MAX(rowid) FROM "{table}")
            """
        );

        Assert.Equal(table, Assert.Single((await VerifyAsync()).Forged).Table);
        await Host.ReopenAsync();
        await Host.Vault.Sweep.RunAsync();
        Assert.Equal(table, Assert.Single(Host.Vault.Tools.Seals.Forged.All).Table);
    }

    [Fact]
    public async Task A_row_with_a_negative_rowid_is_found_like_any_other()
    {
        await ForgeAsync("""UPDATE "MemberRoles" SET "Seal" = NULL, rowid = -1 WHERE "UserId" = $owner""", ("$owner", Host.Owner.Id.Value));

        Assert.Equal("MemberRoles", Assert.Single((await VerifyAsync()).Forged).Table);
    }

    public static TheoryData<string> Tables => [.. SealedTable.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task A_row_without_a_seal_or_with_one_of_another_row_is_found_by_verify(string table)
    {
        await ForgeAsync($"""UPDATE "{table}" SET "Seal" = NULL WHERE rowid = (SELECT MAX(rowid) FROM "{table}")""");
        Assert.Equal(table, Assert.Single((await VerifyAsync()).Forged).Table);

        var another = table == "Services" ? "Members" : "Services";
        await ForgeAsync(
            $"""UPDATE "{table}" SET "Seal" = (SELECT "Seal" FROM "{another}") WHERE rowid = (SELECT MAX(rowid) FROM "{table}")"""
        );
        Assert.Equal(table, Assert.Single((await VerifyAsync()).Forged).Table);
    }
}
