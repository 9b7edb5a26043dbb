using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Access;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Gate;
using SecretsDashboard.Vault.Members;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Stores;

namespace SecretsDashboard.Benchmarks;

/// <summary>A vault in a temporary folder with many secrets. The first is made by its
/// operation; the rest are copies of its rows under other names.</summary>
internal sealed class BigVault : IAsyncDisposable
{
    private const string Email = "bench@example.com",
        Password = "four unrelated words here";

    private readonly string _folder = Directory.CreateTempSubdirectory("big-vault-").FullName;
    private readonly OpenVault _vault;

    private BigVault() =>
        _vault = OpenVault.Open(
            new VaultOptions(_folder, Path.Combine(_folder, "key.json"), null, null, new VaultLimits { Secrets = 10_000_000 }),
            TimeProvider.System,
            NullLogger.Instance
        );

    public Caller Caller { get; private set; } = Caller.Anonymous(null);
    public StoreId Store { get; private set; }

    public static async Task<BigVault> MakeAsync(int secrets)
    {
        var big = new BigVault();
        using var password = Plaintext.TryFrom(Password)!;
        await big.DoAsync(new SetUpAccount(big._vault.SetupCode.Text, Email, password, password));
        var signedIn = await big.DoAsync(new SignIn(Email, password));
        big.Caller = Caller.Of(signedIn.Session, null);
        big.Store = await big.DoAsync(new CreateStore("production"));
        await big.DoAsync(
            new CreateSecrets(
                big.Store,
                [new NewSecret("SERVICE_0_API_KEY", Plaintext.TryFrom("value"), Scopes.Workers, new() { Comment = "Key number 0" })]
            )
        );
        big.Fill(secrets - 1);
        return big;
    }

    public async Task<T> DoAsync<T>(Operation<T> operation) =>
        await _vault.Gate.AskAsync(Caller, operation) switch
        {
            Done<T> done => done.Value,
            Failed<T> failed => throw new InvalidOperationException(failed.Problems[0].Message),
            Refused<T> refused => throw new InvalidOperationException(refused.Decision.Authorization.Reason),
            _ => throw new InvalidOperationException("There is no fourth outcome."),
        };

    public async ValueTask DisposeAsync()
    {
        await _vault.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private void Fill(int more)
    {
        using var connection = new SqliteConnection(_vault.ConnectionString);
        connection.Open();
        using var fill = connection.CreateCommand();
        fill.CommandText = """
            WITH RECURSIVE n(i) AS (SELECT 1 WHERE $more > 0 UNION ALL SELECT i + 1 FROM n WHERE i < $more)
            INSERT INTO "Secrets" ("Id", "StoreId", "Name", "Comment", "Scopes", "Status", "Created", "Modified", "Revision",
                "VersionId", "VersionNumber", "SearchText")
            SELECT printf('%032x', i), s."StoreId", printf('SERVICE_%d_API_KEY', i), printf('Key number %d', i), 1 << (i % 6),
                   s."Status", s."Created" + i, s."Modified" + i, 1,
                   printf('%032x', i), 1, printf('SERVICE_%d_API_KEY' || char(10) || 'KEY NUMBER %d', i, i)
            FROM n, "Secrets" s WHERE s."Name" = 'SERVICE_0_API_KEY'
            """;
        fill.Parameters.AddWithValue("$more", more);
        fill.ExecuteNonQuery();
        using var analyze = connection.CreateCommand();
        analyze.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        analyze.ExecuteNonQuery();
    }
}
