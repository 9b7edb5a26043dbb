namespace SecretsDashboard.Vault.Audit;

/// <summary>Prepares external text for an audit row: the size is bounded, and the text reads back exactly as it was signed.</summary>
internal static class AuditText
{
    // An id has 32 characters; anything longer is not an id.
    private const int MaxIdLength = 64;

    public static string? Id(string? typed) => Printable(typed is { Length: > MaxIdLength } ? typed[..MaxIdLength] : typed);

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
