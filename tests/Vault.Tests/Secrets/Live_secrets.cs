using System.Text.RegularExpressions;
using SecretsDashboard.Vault.Secrets;
using SecretsDashboard.Vault.Storage;
using SecretsDashboard.Vault.Tests.Architecture;

namespace SecretsDashboard.Vault.Tests.Secrets;

/// <summary>A live secret can be found, bound and used; there is one definition of it, in two forms.</summary>
public sealed partial class Live_secrets
{
    public static TheoryData<SecretStatus> Statuses => [.. Enum.GetValues<SecretStatus>()];

    [Theory]
    [MemberData(nameof(Statuses))]
    public void Statements_queries_and_code_agree_on_whether_a_status_is_live(SecretStatus status)
    {
        var isLive = LiveSecret.Is(status);

        Assert.Equal(isLive, LiveSecret.Sql.Contains($"'{status}'", StringComparison.Ordinal));
        Assert.Equal(isLive, LiveSecret.Query.Compile()(WithStatus(status)));
    }

    [Fact]
    public void No_other_code_of_the_vault_compares_the_status_of_a_secret_with_deleted()
    {
        var source = Path.Combine(The_hardening_list.FindRoot(), "src", "Vault");
        var others = Directory
            .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != $"{nameof(LiveSecret)}.cs" && !file.Contains("Migrations", StringComparison.Ordinal))
            .Where(file => Comparison.IsMatch(File.ReadAllText(file)));

        // It shows when a secret was deleted.
        Assert.Equal([$"{nameof(SecretActivity)}.cs"], others.Select(Path.GetFileName));
    }

    [GeneratedRegex(@"[!=]= ?SecretStatus\.Deleted|'Pending', ?'Active'|'Deleted'")]
    private static partial Regex Comparison { get; }

    private static Secret WithStatus(SecretStatus status) =>
        new()
        {
            Id = "id",
            StoreId = "store",
            Name = "NAME",
            Comment = "",
            Scopes = Scopes.Workers,
            Status = status,
            Created = DateTimeOffset.UnixEpoch,
            Modified = DateTimeOffset.UnixEpoch,
            Revision = 1,
            VersionId = "version",
            VersionNumber = 1,
            SearchText = "",
        };
}
