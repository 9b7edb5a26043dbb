using System.Text.RegularExpressions;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>The decisions beside the code: each says why, instead of what, at what cost, and which test holds it
/// or which benchmark measured it.</summary>
public sealed partial class The_decisions
{
    private const int MaxLines = 5;
    private const int MaxColumns = 140;

    private static readonly string Root = The_hardening_list.FindRoot();

    [Fact]
    public void Each_decision_says_why_instead_of_what_and_at_what_cost_in_five_lines() =>
        Assert.All(
            Entries(),
            entry =>
            {
                var lines = entry.Text.Split('\n');
                Assert.InRange(lines.Length, 1, MaxLines);
                Assert.All(lines, line => Assert.InRange(line.Length, 1, MaxColumns));
                var words = entry.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
                Assert.All(
                    ["Because", "Instead of", "Costs:"],
                    part => Assert.Contains(part, string.Join(' ', words), StringComparison.Ordinal)
                );
            }
        );

    [Fact]
    public void Each_decision_names_the_tests_that_hold_it_or_the_benchmark_that_measured_it() =>
        Assert.All(
            Entries(),
            entry => Assert.True(HeldBy().IsMatch(entry.Text) || MeasuredBy().IsMatch(entry.Text), $"{entry.File}: {entry.Text}")
        );

    [Fact]
    public void The_benchmarks_that_decisions_name_exist() =>
        Assert.All(
            Entries().SelectMany(e => MeasuredBy().Matches(e.Text)),
            benchmark => Assert.True(Path.Exists(Path.Combine(Root, benchmark.Groups[1].Value)), benchmark.Value)
        );

    [Fact]
    public void The_tests_that_decisions_name_exist()
    {
        var tests = Tests();

        var missing = Entries()
            .SelectMany(e =>
                TestName()
                    .Matches(HeldBy().Match(e.Text).Value)
                    .Select(m => m.Groups[1].Value)
                    .Where(name => !tests.Contains(name))
                    .Select(name => $"{e.File}: {name}")
            )
            .ToList();

        Assert.True(missing.Count == 0, $"Decisions name tests that don't exist:\n{string.Join('\n', missing)}");
    }

    [Fact]
    public void The_search_for_decisions_finds_those_in_the_documentation()
    {
        Assert.True(Entries().Count > 60);
        Assert.Contains(Entries(), e => e.File.EndsWith(Path.Combine("src", "README.md"), StringComparison.Ordinal));
    }

    private static List<(string File, string Text)> Entries() =>
        [
            .. new[] { "README.md", "DECISIONS.md" }
                .SelectMany(name => Directory.EnumerateFiles(Path.Combine(Root, "src"), name, SearchOption.AllDirectories))
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .SelectMany(file =>
                    Entry().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")).Select(m => (file, m.Value.TrimEnd()))
                ),
        ];

    /// <summary>The classes of each suite's tests, and their methods as "Class.Method".</summary>
    private static HashSet<string> Tests() =>
        [
            .. new[] { "tests", "e2e" }
                .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
                .Where(file =>
                    !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
                    && !file.Contains("node_modules", StringComparison.Ordinal)
                )
                .SelectMany(NamesIn),
        ];

    private static IEnumerable<string> NamesIn(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return TestMethod().Matches(File.ReadAllText(file)).SelectMany(m => new[] { name, $"{name}.{m.Groups[1].Value}" });
    }

    // An item of a list that begins with a name in bold, and its further lines, which are indented.
    [GeneratedRegex(@"^(?:- |\d+\. )\*\*[^*\n]+\*\*.*\n(?:  +.*\n?)*", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"Held\s+by\s+`\w+(?:\.\w+)?`(?:,\s+`\w+(?:\.\w+)?`)*\.")]
    private static partial Regex HeldBy();

    [GeneratedRegex(@"Measured\s+by\s+`(tests/Benchmarks/[\w/.]+)`\.")]
    private static partial Regex MeasuredBy();

    [GeneratedRegex(@"`(\w+(?:\.\w+)?)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"\[(?:Fact|Theory)\b[\s\S]*?public (?:async )?(?:void|Task|ValueTask) (\w+)\(")]
    private static partial Regex TestMethod();
}
