namespace SecretsDashboard.Vault.Audit;

/// <summary>Prepares text of a request for an audit row. Control characters and incomplete surrogate pairs are replaced by U+FFFD, so that
/// the text reads back from the database exactly as it was signed.</summary>
internal static class AuditText
{
    // Ids have 32 characters. A longer text is not an id, and is cut, so that the row stays small.
    private const int MaxIdLength = 64;

    public static string? Id(string? text) => Printable(text is { Length: > MaxIdLength } ? text[..MaxIdLength] : text);

    public static string? Name(string? name) => Printable(name);

    private static string? Printable(string? text) =>
        text is null || IsPlain(text)
            ? text
            : string.Concat(text.EnumerateRunes().Select(r => System.Text.Rune.IsControl(r) ? "\uFFFD" : r.ToString()));

    private static bool IsPlain(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c) || char.IsSurrogate(c))
            {
                return false;
            }
        }
        return true;
    }
}
