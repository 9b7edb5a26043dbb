using System.IO.Compression;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault.Audit;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Seals;
using SecretsDashboard.Vault.Services;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Architecture;
using SecretsDashboard.Vault.Tests.Hosts;
using SecretsDashboard.Vault.Tests.Members;
using SecretsDashboard.Vault.Tests.Runtime;

namespace SecretsDashboard.Vault.Tests.Storage;

/// <summary>A folder that the version before seals, key purposes and keyed hashes wrote (commit 79fb72f), with its key in format 1. All of
/// its passwords and tokens are of this test alone.</summary>
public sealed class A_database_of_the_first_release : IDisposable
{
    private static readonly string Old = Path.Combine(The_hardening_list.FindRoot(), "tests", "Vault.Tests", "Storage", "OldDatabase");
    private static readonly DateTimeOffset LastUse = new(2026, 12, 1, 0, 43, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;
    private readonly FakeTimeProvider _time = new(LastUse);
    private readonly Texts _texts = JsonSerializer.Deserialize<Texts>(
        File.ReadAllText(Path.Combine(Old, "texts.json")),
        JsonSerializerOptions.Web
    )!;

    public A_database_of_the_first_release()
    {
        using (var packed = new GZipStream(File.OpenRead(Path.Combine(Old, "secrets-dashboard.db.gz")), CompressionMode.Decompress))
        using (var file = File.Create(Options.DatabaseFile))
        {
            packed.CopyTo(file);
        }
        WriteOldKey();
    }

    private VaultOptions Options => VaultTemplate.OptionsFor(_folder);

    [Fact]
    public async Task Every_value_token_credential_session_and_link_of_an_older_database_still_works()
    {
        await using var vault = Open();

        foreach (var (name, value) in _texts.Values)
        {
            foreach (var text in new[] { _texts.Credential, _texts.CredentialBefore })
            {
                using var resolved = Expect.Done(
                    await vault.Gate.AskAsync(
                        Caller.WithCredential(text, ReaderSteps.ClientAddress),
                        new Vault.Runtime.ResolveBinding(name)
                    )
                );
                Assert.Equal(value, ReaderSteps.Text(resolved));
            }
        }
        var services = await vault.Gate.AskAsync(
            Caller.WithToken(_texts.Token, null),
            new ListServices(new ServiceFilter(), new PageRequest(1, 20))
        );
        Assert.Equal("checkout", Assert.Single(Expect.Done(services).Items).Name);
        var identity = await vault.Gate.IdentifyAsync(Caller.Of(new SessionId(_texts.Session), null));
        Assert.Equal((Standing.Good, Roles.SuperAdministrator), (identity.Member!.Standing, identity.Member.AccountRoles));
        Assert.Equal(_texts.Email, Expect.Done(await AskAsync(vault, new SignIn(_texts.Email, Secret(_texts.Password)))).Email);
        Assert.Equal("guest@example.com", (await AcceptAsync(vault, _texts.Invitation)).Email);
        Assert.Equal("second@example.com", (await AcceptAsync(vault, _texts.Reset)).Email);
    }

    [Fact]
    public async Task The_audit_log_of_an_older_database_is_verified_with_its_key_and_goes_on_with_the_new_one()
    {
        await using (Open()) { }
        await using var vault = Open();

        var verdict = Expect.Done(await vault.Gate.AskAsync(Caller.Console, new VerifyAudit([])));

        Assert.True(verdict.IsWhole, verdict.Broken?.What);
        Assert.True(verdict.Chains >= 3, "The old chains and the chain of each new process are verified.");
        await using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(vault.ConnectionString).Options);
        Assert.Equal(
            2,
            await db
                .Database.SqlQueryRaw<int>(
                    """SELECT COUNT(DISTINCT "KeyId") + COUNT(DISTINCT length("WrappedKey")) AS "Value" FROM "SecretVersions" """
                )
                .SingleAsync(TestContext.Current.CancellationToken)
        );
    }

    [Fact]
    public async Task The_data_protection_keys_of_an_older_database_can_be_read()
    {
        await using var vault = Open();
        var wrapped = vault.XmlKeys.GetAllElements().First();
        using var services = new ServiceCollection().AddSingleton(vault).BuildServiceProvider();

        var key = new DataProtectionUnwrap(services).Decrypt(wrapped.Descendants("sealedKey").Single());

        Assert.Equal("masterKey", key.Name.LocalName);
        var renewed = new DataProtectionWrap(vault.Tools.Keys).Encrypt(key);
        Assert.Equal(key.ToString(), new DataProtectionUnwrap(services).Decrypt(renewed.EncryptedElement).ToString());
    }

    [Fact]
    public async Task Nothing_in_an_older_database_is_hashed_without_a_key_any_more()
    {
        await using var vault = Open();
        await using var db = new VaultDbContext(new DbContextOptionsBuilder<VaultDbContext>().UseSqlite(vault.ConnectionString).Options);
        var hashes = await db
            .Database.SqlQueryRaw<byte[]>(
                """
                SELECT "Hash" AS "Value" FROM "ApiTokens" UNION ALL SELECT "Hash" FROM "ServiceCredentials"
                UNION ALL SELECT "PreviousHash" FROM "ServiceCredentials" UNION ALL SELECT "TokenHash" FROM "Invitations"
                """
            )
            .ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal(5, hashes.Count);
        Assert.DoesNotContain(hashes, RowSeals.IsWithoutKey);
    }

    [Fact]
    public async Task The_old_key_file_no_longer_opens_the_database_once_its_rows_are_sealed()
    {
        await using (Open()) { }
        WriteOldKey();
        var before = File.ReadAllBytes(Options.KeyFile);

        var stop = Assert.Throws<StartupException>(Open);

        Assert.Contains("older than this database", stop.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(Options.KeyFile));
    }

    [Fact]
    public async Task A_start_that_was_killed_before_the_key_file_recorded_the_seals_repeats_them()
    {
        await using (Open()) { }
        var marks = KeyFileSteps.ChangeMarks(Options.KeyFile, _ => false);

        await using var vault = Open();

        Assert.True(Expect.Done(await vault.Gate.AskAsync(Caller.Console, new VerifyAudit([]))).Seals.IsWhole);
        Assert.Equal(marks, KeyFileSteps.ChangeMarks(Options.KeyFile, _ => true));
    }

    [Fact]
    public async Task A_table_that_is_sealed_by_a_later_version_is_sealed_alone()
    {
        await using (Open()) { }
        await ExecuteAsync(
            """UPDATE "DataProtectionKeys" SET "Seal" = NULL""",
            """UPDATE "Secrets" SET "Seal" = NULL WHERE "Name" = (SELECT MIN("Name") FROM "Secrets")"""
        );
        var marks = KeyFileSteps.ChangeMarks(Options.KeyFile, mark => !mark.EndsWith("/DataProtectionKeys", StringComparison.Ordinal));

        await using var vault = Open();

        Assert.NotEmpty(vault.XmlKeys.GetAllElements());
        var forged = Expect.Done(await vault.Gate.AskAsync(Caller.Console, new VerifyAudit([]))).Seals.Forged;
        Assert.Equal("Secrets", Assert.Single(forged).Table);
        Assert.Equal(marks, KeyFileSteps.ChangeMarks(Options.KeyFile, _ => true));
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private OpenVault Open() => OpenVault.Open(Options, _time, NullLogger.Instance);

    private void WriteOldKey()
    {
        File.Copy(Path.Combine(Old, "key.json"), Options.KeyFile, overwrite: true);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Options.KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private async Task ExecuteAsync(params string[] statements)
    {
        await using var connection = new SqliteConnection($"Data Source={Options.DatabaseFile}");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var sql in statements)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
        }
        SqliteConnection.ClearPool(connection);
    }

    private static Plaintext Secret(string text) => Plaintext.TryFrom(text)!;

    private static Task<Outcome<T>> AskAsync<T>(OpenVault vault, Operation<T> operation) =>
        vault.Gate.AskAsync(VisitorSteps.Visitor, operation);

    private static async Task<AcceptedInvitation> AcceptAsync(OpenVault vault, string link) =>
        Expect.Done(await AskAsync(vault, new AcceptInvitation(link, Secret(VisitorSteps.NewPassword), Secret(VisitorSteps.NewPassword))));

    private sealed record Texts(
        string Token,
        string Credential,
        string CredentialBefore,
        string Session,
        string Invitation,
        string Reset,
        string Email,
        string Password,
        Dictionary<string, string> Values
    );
}
