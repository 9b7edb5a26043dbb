using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using SecretsDashboard.Vault;
using SecretsDashboard.Vault.Crypto;
using SecretsDashboard.Vault.Members;

namespace SecretsDashboard.Vault.Tests.Members;

/// <summary>An installation that is not set up yet.</summary>
public sealed class Setting_up_an_account : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vault-tests-").FullName;

    [Fact]
    public async Task Only_one_of_several_simultaneous_callers_with_the_right_code_becomes_the_first_member()
    {
        await using var vault = Open();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(i => SetUpAsync(vault, vault.SetupCode.Text, $"member{i}@example.org"))
        );

        Assert.Single(outcomes.OfType<Done<MemberId>>());
        Assert.All(outcomes.OfType<Failed<MemberId>>(), f => Assert.Equal("setup_closed", Assert.Single(f.Problems).Code));
        Assert.Equal(8, outcomes.Count(o => o is Done<MemberId> or Failed<MemberId>));
    }

    [Fact]
    public async Task The_setup_code_of_an_earlier_start_is_rejected()
    {
        string earlier;
        await using (var first = Open())
        {
            earlier = first.SetupCode.Text;
        }

        await using var second = Open();
        var outcome = await SetUpAsync(second, earlier, "member@example.org");

        Assert.Equal("setup_code_wrong", Assert.Single(Assert.IsType<Failed<MemberId>>(outcome).Problems).Code);
        Assert.False(second.IsSetUp());
    }

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private OpenVault Open() => OpenVault.Open(VaultTemplate.OptionsFor(_folder), TimeProvider.System, NullLogger.Instance);

    private static Task<Outcome<MemberId>> SetUpAsync(OpenVault vault, string code, string email) =>
        vault.Gate.AskAsync(
            Caller.Anonymous(null),
            new SetUpAccount(code, email, Plaintext.TryFrom(VaultTemplate.Password), Plaintext.TryFrom(VaultTemplate.Password))
        );
}
