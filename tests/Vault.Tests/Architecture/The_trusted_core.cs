using System.Text.RegularExpressions;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>The code that must be right for each decision to be right: the decision itself (Access), the way of an operation (Gate), and
/// what both depend on (Facts). It stays small enough to be read as a whole.</summary>
public sealed partial class The_trusted_core
{
    private const int MaxGateFiles = 10,
        MaxGateLines = 900;

    private static readonly string Source = Path.Combine(The_hardening_list.FindRoot(), "src");

    [Fact]
    public void The_gate_has_at_most_ten_files_and_900_lines()
    {
        var files = FilesOf("Vault/Gate").ToList();

        Assert.InRange(files.Count, 1, MaxGateFiles);
        Assert.InRange(files.Sum(file => File.ReadAllLines(file).Length), 1, MaxGateLines);
    }

    [Theory]
    [InlineData("Vault/Gate")]
    [InlineData("Vault/Facts")]
    [InlineData("Vault/Seals")]
    public void Gate_and_facts_contain_no_sql_and_name_no_database(string folder) =>
        Assert.DoesNotContain(FilesOf(folder), file => Sql.IsMatch(File.ReadAllText(file)));

    [Fact]
    public void Only_storage_contains_sql() =>
        Assert.Equal(
            [],
            FilesOf("Vault")
                .Concat(FilesOf("Web"))
                .Where(file => !file.Contains(Path.Combine("Vault", "Storage") + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                .Where(file => Statement.IsMatch(File.ReadAllText(file)))
        );

    // OpenVault chooses the database, and the options name it.
    [Fact]
    public void Only_the_folder_of_a_database_names_its_types() =>
        Assert.Equal(
            ["OpenVault.cs"],
            FilesOf("Vault")
                .Where(file => !file.Contains(Path.Combine("Vault", "Storage", "Sqlite"), StringComparison.Ordinal))
                .Where(file => TypesOfADatabase.IsMatch(File.ReadAllText(file)))
                .Select(Path.GetFileName)
        );

    [Fact]
    public void Only_facts_make_the_ids_that_an_operation_gets()
    {
        var makers = FilesOf("Vault").Concat(FilesOf("Web")).Where(file => MakesIds.IsMatch(File.ReadAllText(file))).ToList();

        Assert.NotEmpty(makers);
        Assert.All(makers, file => Assert.Contains(Path.Combine("Vault", "Facts"), file, StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_seals_have_the_keys_of_seals_and_only_what_writes_sealed_rows_asks_for_one()
    {
        Assert.Equal(["RowSeals.cs"], Using(UsesSealKeys));
        Assert.Equal(["RowSeals.cs", "SealedEntries.cs", "SealedRows.cs", "SecretInserter.cs", "StoredXmlKeys.cs"], Using(AsksForSeal));

        static IEnumerable<string?> Using(Regex what) =>
            FilesOf("Vault").Concat(FilesOf("Web")).Where(f => what.IsMatch(File.ReadAllText(f))).Select(Path.GetFileName).Order();
    }

    private static IEnumerable<string> FilesOf(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(Source, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA) |Sqlite|Npgsql")]
    private static partial Regex Sql { get; }

    [GeneratedRegex(@"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|PRAGMA) [""\w]")]
    private static partial Regex Statement { get; }

    [GeneratedRegex(@"\bSqlite[A-Z]\w+|\bStorage\.Sqlite\b|SQLitePCL|Npgsql[A-Z]\w+")]
    private static partial Regex TypesOfADatabase { get; }

    [GeneratedRegex(@"\bkeys\.Seals\(")]
    private static partial Regex UsesSealKeys { get; }

    [GeneratedRegex(@"\bSealOf\(")]
    private static partial Regex AsksForSeal { get; }

    [GeneratedRegex(@"new Resolved(Ids|Use|Demand)\(|Resolved(Ids|Use|Demand)\??(>|\[\])? \w+ = (new\(|\[)|\bResolved with\b")]
    private static partial Regex MakesIds { get; }
}
