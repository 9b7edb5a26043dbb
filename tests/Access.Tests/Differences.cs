namespace SecretsDashboard.Access.Tests;

/// <summary>Fails with each difference on a line of its own: an assertion on a list would cut them short.</summary>
internal static class Differences
{
    public static void AssertNone(IEnumerable<string> differences)
    {
        var first = differences.Take(21).ToList();
        Assert.True(first.Count == 0, string.Join('\n', first.Take(20)) + (first.Count > 20 ? "\nand more" : ""));
    }
}
