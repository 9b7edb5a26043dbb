using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using SecretsDashboard.Vault.Tests.Secrets;

namespace SecretsDashboard.Vault.Tests.Crypto;

/// <summary>An attacker with write access to the database alone can't make a value appear in another place.</summary>
public sealed class Moved_rows : VaultTest
{
    private SecretId _mine,
        _theirs;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _mine = await Host.SecretAsync(await Host.StoreAsync("mine"), "MINE", value: "my value");
        _theirs = await Host.SecretAsync(await Host.StoreAsync("theirs"), "THEIRS", value: "their value");
    }

    [Fact]
    public async Task Sealed_bytes_that_are_copied_into_another_secrets_row_do_not_open()
    {
        await TamperAsync(
            """UPDATE "SecretVersions" SET ("WrappedKey", "Ciphertext") = (SELECT "WrappedKey", "Ciphertext" FROM "SecretVersions" """
                + """WHERE "SecretId" = {1}) WHERE "SecretId" = {0}"""
        );

        await Assert.ThrowsAnyAsync<CryptographicException>(() => StoredValue.OfAsync(Host, _mine));
    }

    [Fact]
    public async Task A_version_that_is_moved_to_another_secret_does_not_open()
    {
        await TamperAsync(
            """
            DELETE FROM "SecretVersions" WHERE "SecretId" = {0};
            UPDATE "SecretVersions" SET "SecretId" = {0} WHERE "SecretId" = {1};
            UPDATE "Secrets" SET "VersionId" = (SELECT "Id" FROM "SecretVersions" WHERE "SecretId" = {0}) WHERE "Id" = {0};
            """
        );

        await Assert.ThrowsAnyAsync<CryptographicException>(() => StoredValue.OfAsync(Host, _mine));
    }

    [Fact]
    public async Task A_secret_that_is_moved_to_another_store_does_not_open()
    {
        await TamperAsync(
            """
            UPDATE "Secrets" SET "StoreId" = (SELECT "StoreId" FROM "Secrets" WHERE "Id" = {0}) WHERE "Id" = {1};
            UPDATE "SecretVersions" SET "StoreId" = (SELECT "StoreId" FROM "Secrets" WHERE "Id" = {0}) WHERE "SecretId" = {1};
            """
        );

        await Assert.ThrowsAnyAsync<CryptographicException>(() => StoredValue.OfAsync(Host, _theirs));
    }

    [Fact]
    public async Task Values_that_were_not_moved_open() =>
        Assert.Equal(("my value", "their value"), (await StoredValue.OfAsync(Host, _mine), await StoredValue.OfAsync(Host, _theirs)));

    private async Task TamperAsync(string sql)
    {
        await using var db = Host.OpenDb();
        Assert.NotEqual(0, await db.Database.ExecuteSqlRawAsync(sql, _mine.Value, _theirs.Value));
    }
}
