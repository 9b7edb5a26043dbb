using System.Text.RegularExpressions;

namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>An exemption from BannedSymbols.txt names the files that need it,
/// never a folder: a new file beside them is not exempt.</summary>
public sealed class Exemptions
{
    private const string Setting = "dotnet_diagnostic.RS0030.severity = none";

    private static readonly string Source = Path.Combine(The_hardening_list.FindRoot(), "src");

    [Fact]
    public void Each_exemption_from_banned_symbols_names_existing_files()
    {
        var files = Sections().SelectMany(s => Expand(s.Files).Select(name => Path.Combine(s.Folder, name))).ToList();

        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => !File.Exists(file));
        Assert.Distinct(files);
    }

    /// <summary>Above the section, or above the section right before it.</summary>
    [Fact]
    public void Each_exemption_from_banned_symbols_states_its_reason() =>
        Assert.All(Sections(), s => Assert.True(s.Above == Setting || s.Above.StartsWith('#'), s.Files));

    private static IEnumerable<(string Folder, string Above, string Files)> Sections() =>
        from file in Directory.EnumerateFiles(Source, ".editorconfig", SearchOption.AllDirectories)
        let lines = File.ReadAllLines(file)
        from i in Enumerable.Range(0, lines.Length)
        where lines[i] == Setting
        select (Path.GetDirectoryName(file)!, lines[i - 2], lines[i - 1].Trim('[', ']'));

    /// <summary>"Gate/{Ask,Look}.cs" as two files.</summary>
    private static IEnumerable<string> Expand(string files)
    {
        var list = Regex.Match(files, "^(.*){(.*)}(.*)$");
        return list.Success ? list.Groups[2].Value.Split(',').Select(name => list.Groups[1].Value + name + list.Groups[3].Value) : [files];
    }
}
