using System.Text.RegularExpressions;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>tests/hardening.md says of each thing that must never happen which test
/// holds it. Here it is held to naming tests that exist.</summary>
public sealed partial class The_hardening_list
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Each_row_of_the_hardening_list_names_a_test_or_an_open_feature() =>
        Assert.All(
            Rows(),
            row => Assert.True(TestName().IsMatch(row.HeldBy) || row.HeldBy.StartsWith("open: ", StringComparison.Ordinal), row.Rule)
        );

    [Fact]
    public void The_tests_that_the_hardening_list_names_exist()
    {
        var tests = Tests();

        Assert.NotEmpty(Rows());
        var missing = Rows()
            .SelectMany(r => TestName().Matches(r.HeldBy))
            .Select(m => m.Groups[1].Value)
            .Where(name => !tests.Contains(name))
            .ToList();
        Assert.True(missing.Count == 0, $"tests/hardening.md names tests that don't exist:\n{string.Join('\n', missing)}");
    }

    private static List<(string Rule, string HeldBy)> Rows() =>
        [
            .. File.ReadLines(Path.Combine(Root, "tests", "hardening.md"))
                .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
                .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
                .Where(cells => cells[2] is not "held by")
                .Select(cells => (cells[1], cells[2])),
        ];

    /// <summary>"Class.Method" of each test method of each suite, as the source has them: the suites can't reference each other.</summary>
    private static HashSet<string> Tests() =>
        [
            .. new[] { "tests", "e2e" }
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
                .Where(file =>
                    !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    && !file.Contains("node_modules", StringComparison.Ordinal)
                )
                .SelectMany(file =>
                    TestMethod()
                        .Matches(File.ReadAllText(file))
                        .Select(m => $"{Path.GetFileNameWithoutExtension(file)}.{m.Groups[1].Value}")
                ),
        ];

    internal static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "SecretsDashboard.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException("These tests run from inside the repository.");
    }

    [GeneratedRegex(@"`(\w+\.\w+)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[\s\S]*?public (?:async )?(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex TestMethod();
}
