namespace SecretsDashboard.Vault.Tests.Architecture;

/// <summary>CSharpier breaks code at 140 columns. It leaves comments as they are.</summary>
public sealed class Comments
{
    private const int MaxColumns = 140;

    private static readonly string Root = The_hardening_list.FindRoot();

    [Fact]
    public void No_comment_is_wider_than_140_columns()
    {
        var comments = new[] { "src", "tests", "e2e" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(file =>
                !Path.GetRelativePath(Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "node_modules")
            )
            .SelectMany(file =>
                File.ReadLines(file).Select((line, i) => (Text: line, Place: $"{Path.GetRelativePath(Root, file)}:{i + 1}"))
            )
            .Where(line => line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .ToList();

        Assert.True(comments.Count > 1_000);
        Assert.Empty(comments.Where(line => line.Text.Length > MaxColumns).Select(line => line.Place));
    }
}
