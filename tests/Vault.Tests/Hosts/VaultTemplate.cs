using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

[assembly: AssemblyFixture(typeof(VaultTemplate))]

namespace SecretsDashboard.Vault.Tests.Hosts;

/// <summary>An account that was set up once by its real operation; every host starts as a copy
/// of its folder, since a password hash costs a tenth of a second.</summary>
public sealed class VaultTemplate : IAsyncLifetime
{
    private static string? _folder;

    internal const string OwnerEmail = "boss@example.com";
    internal const string Password = "four unrelated words here";

    internal static DateTimeOffset Start { get; } = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    public async ValueTask InitializeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;
        var vault = OpenVault.Open(OptionsFor(folder), new FakeTimeProvider(Start), NullLogger.Instance);
        var setUp = new SetUpAccount(vault.SetupCode.Text, OwnerEmail, Plaintext.TryFrom(Password), Plaintext.TryFrom(Password));
        Expect.Done(await vault.Gate.AskAsync(Caller.Anonymous(null), setUp));
        await vault.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder = folder;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder!, recursive: true);
        return ValueTask.CompletedTask;
    }

    // With few iterations a host's sign-ins cost nothing worth waiting for.
    private static readonly VaultLimits Cheap = new() { PasswordIterations = 10 };

    internal const string Issuer = "https://issuer.example.org",
        OtherIssuer = "https://other.example.org";

    internal static VaultOptions OptionsFor(string folder, VaultLimits? limits = null) =>
        new(
            folder,
            Path.Combine(folder, "key.json"),
            null,
            null,
            (limits ?? Cheap) with
            {
                PasswordIterations = Math.Min((limits ?? Cheap).PasswordIterations, 20),
                Providers = ["anthropic", "openai"],
            }
        )
        {
            Issuers = [Issuer, OtherIssuer],
        };

    internal static void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_folder!))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }
}
