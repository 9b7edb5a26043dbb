namespace SecretsDashboard.Access;

internal static class Sentence
{
    public static string Join(IReadOnlyList<string> words, string conjunction) =>
        words.Count switch
        {
            0 => "",
            1 => words[0],
            _ => $"{string.Join(", ", words.Take(words.Count - 1))} {conjunction} {words[^1]}",
        };

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
