using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Storage.Sqlite;
using SecretsDashboard.Vault.Tests.Hosts;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A database with secrets, as the version before owners left it, is opened by this one.</summary>
public sealed class Migrating_to_owners : IDisposable
{
    private const string LastMigrationBefore = "20261130105419_Issuers";

    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;

    private VaultOptions Options => new(_folder, Path.Combine(_folder, "key.json"), null, null, new VaultLimits());

    [Fact]
    public async Task A_database_without_owners_keeps_its_secrets_which_then_have_no_owner()
    {
        KeyFile.Create(Options.KeyFile);
        await MakeAsync();

        await using (OpenVault.Open(Options, TimeProvider.System, NullLogger.Instance))
        {
            await using var db = OpenDb();
            Assert.Equal(
                ["A|first|||3", "B||||1"],
                await db
                    .Database.SqlQueryRaw<string>(
                        """
                        SELECT "Name" || '|' || "Comment" || '|' || "Owner" || '||' || "Revision" AS "Value" FROM "Secrets" ORDER BY "Id"
                        """
                    )
                    .ToListAsync(Cancel)
            );
            Assert.Equal(
                ["A\nFIRST", "B\n"],
                await db
                    .Database.SqlQueryRaw<string>("""SELECT "SearchText" AS "Value" FROM "Secrets" ORDER BY "Id" """)
                    .ToListAsync(Cancel)
            );
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private VaultDbContext OpenDb()
    {
        var connection = new SqliteConnection(SqliteDatabase.ConnectionString(Options.DatabaseFile));
        return new(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(connection).Options);
    }

    private async Task MakeAsync()
    {
        await using var db = OpenDb();
        SqliteFunctions.AddTo((SqliteConnection)db.Database.GetDbConnection());
        await db.GetService<IMigrator>().MigrateAsync(LastMigrationBefore, Cancel);
        await db.InsertInstallationAsync(Options.KeyFile);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO "Stores" ("Id", "Name", "Created", "Modified") VALUES ('s', 'store', 1, 1);
            INSERT INTO "Secrets" ("Id", "StoreId", "Name", "Comment", "Scopes", "Status", "Created", "Modified", "Revision",
                    "VersionId", "VersionNumber", "SearchText") VALUES
                ('a', 's', 'A', 'first', 1, 'Active', 1, 1, 3, 'v', 1, 'A' || char(10) || 'FIRST'),
                ('b', 's', 'B', '', 1, 'Deleted', 1, 1, 1, 'v', 1, 'B' || char(10));
            """,
            Cancel
        );
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
