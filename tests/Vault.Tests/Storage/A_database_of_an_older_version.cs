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

/// <summary>A database with data, as the version before issuers were kept left it, is opened by this one.</summary>
public sealed class A_database_of_an_older_version : IDisposable
{
    private const string LastMigrationOfIt = "20261127140916_AuditTail";

    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;

    private VaultOptions Options => new(_folder, Path.Combine(_folder, "key.json"), null, null, new VaultLimits());

    [Fact]
    public async Task A_database_of_an_older_version_keeps_its_rows_and_gets_the_new_search_text()
    {
        KeyFile.Create(Options.KeyFile);
        await MakeAsync();

        await using (OpenVault.Open(Options, TimeProvider.System, NullLogger.Instance))
        {
            await using var db = OpenDb();
            Assert.Equal(
                ["PLAIN\nASCII", "ONE\nCAF\u00c9", "TWO\nCAF\u00c9"],
                await db
                    .Database.SqlQueryRaw<string>("""SELECT "SearchText" AS "Value" FROM "Secrets" ORDER BY "Id" """)
                    .ToListAsync(Cancel)
            );
            Assert.Equal(
                ["ascii", "cafe\u0301", "caf\u00e9"],
                await db.Database.SqlQueryRaw<string>("""SELECT "Comment" AS "Value" FROM "Secrets" ORDER BY "Id" """).ToListAsync(Cancel)
            );
            var token = await db.ApiTokens.SingleAsync(Cancel);
            Assert.Equal(("old token", null, false), (token.Name, token.IssuerId, token.MayIssueLonger));
            var credential = await db.ServiceCredentials.IgnoreQueryFilters().SingleAsync(Cancel);
            // Which of two texts a service uses is not known of old: a roll then cuts off neither.
            Assert.Equal((null, true, 1), (credential.IssuerId, credential.ValueUsed, credential.PreviousHash!.Length));
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
        await db.GetService<IMigrator>().MigrateAsync(LastMigrationOfIt, Cancel);
        await db.InsertInstallationAsync(Options.KeyFile);
        await db.Database.ExecuteSqlRawAsync(
            """
            INSERT INTO "Stores" ("Id", "Name", "Created", "Modified") VALUES ('s', 'store', 1, 1);
            INSERT INTO "Secrets" ("Id", "StoreId", "Name", "Comment", "Scopes", "Status", "Created", "Modified", "Revision",
                    "VersionId", "VersionNumber", "SearchText") VALUES
                ('a', 's', 'PLAIN', 'ascii', 1, 'Active', 1, 1, 1, 'v', 1, 'PLAIN' || char(10) || 'ASCII'),
                ('b', 's', 'ONE', 'cafe' || char(769), 1, 'Active', 1, 1, 1, 'v', 1, 'ONE' || char(10) || 'CAFE' || char(769)),
                ('c', 's', 'TWO', 'caf' || char(233), 1, 'Active', 1, 1, 1, 'v', 1, 'TWO' || char(10) || 'CAF' || char(201));
            INSERT INTO "ApiTokens" ("Id", "Name", "Administer", "LimitedToStores", "Allowed", "Denied", "Disabled", "Created", "Modified",
                    "Revision", "Hash")
                VALUES ('t', 'old token', 1, 0, '', '', 0, 1, 1, 0, x'01');
            INSERT INTO "Services" ("Id", "Name", "Kind", "Created", "Modified") VALUES ('w', 'service', 1, 1, 1);
            INSERT INTO "ServiceCredentials" ("Id", "ServiceId", "Name", "Allowed", "Denied", "Created", "Modified", "Hash",
                    "PreviousHash", "PreviousUntil")
                VALUES ('k', 'w', 'ci', '', '', 1, 1, x'01', x'02', 99999999999999);
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
