using System.Xml.Linq;
using SecretsDashboard.Vault.Credentials;
using SecretsDashboard.Vault.Gateways;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tests.Runtime;
using SecretsDashboard.Vault.Tests.Tokens;
using SecretsDashboard.Vault.Tokens;
using SecretsDashboard.Vault.Workloads;

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

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_row_with_a_negative_rowid_is_found_like_any_other(long id)
    {
        await ForgeAsync(
            """UPDATE "MemberRoles" SET "Seal" = NULL, rowid = $id WHERE "UserId" = $owner""",
            ("$owner", Host.Owner.Id.Value),
            ("$id", id)
        );

        Assert.Equal("MemberRoles", Assert.Single((await VerifyAsync()).Forged).Table);
    }

    public static TheoryData<string> Tables => [.. SealedTable.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tables))]
    public async Task Two_rows_that_exchanged_their_seals_are_both_found_by_verify(string table)
    {
        await AddSecondRowsAsync();

        await ForgeAsync(
            $"""
            CREATE TEMP TABLE "Both" AS SELECT MIN(rowid) AS "First", MAX(rowid) AS "Last" FROM "{table}";
            CREATE TEMP TABLE "Seals" AS SELECT t.rowid AS "Id", t."Seal" FROM "{table}" t JOIN "Both" ON t.rowid IN ("First", "Last");
            UPDATE "{table}" SET "Seal" = (SELECT s."Seal" FROM "Seals" s WHERE s."Id" <> "{table}".rowid)
            WHERE rowid IN (SELECT "Id" FROM "Seals");
            """
        );

        var forged = (await VerifyAsync()).Forged;
        Assert.Equal([table, table], forged.Select(row => row.Table));
    }

    private async Task AddSecondRowsAsync()
    {
        var store = await Host.StoreAsync("second");
        await Host.MemberAsync(Roles.Reporter, (store, Roles.Deployer));
        await Host.InviteAsync(Host.Owner, "second@example.com");
        await Host.AccountTokenAsync(TokenLevel.Read, store);
        await Host.CredentialAsync(Service, new CredentialInput("second"));
        await Host.DoAsync(Host.Owner, new MapWorkloadIdentity(Service, new WorkloadInput(VaultTemplate.Issuer, "second", "here")));
        var key = await Host.SecretAsync(Store, "ANTHROPIC", Scopes.AiGateway, "sk-2");
        await Host.DoAsync(Host.Owner, new AssociateProvider("llm", key, new ProviderInput("anthropic", "default", IsDefault: true, null)));
        Host.Vault.XmlKeys.StoreElement(new XElement("key", "second"), "key-2");
    }

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
