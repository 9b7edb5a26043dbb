using System.Globalization;
using System.Text;

namespace SecretsDashboard.Vault.Members;

/// <summary>The normalized form of an e-mail address for comparisons: trimmed,
/// NFKC, upper case, so that all variants share one failure counter.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>The address as it is stored and displayed, or a problem of the field.</summary>
    public static string? Clean(string? typed, out Problem? problem)
    {
        var text = Trimmed(typed);
        var at = text.IndexOf('@');
        problem =
            text.Length == 0 ? Problem.Invalid("email_empty", "Enter an e-mail address.", "Email")
            : text.Length > MaxLength ? Problem.Invalid("email_too_long", $"An e-mail address has at most {MaxLength} characters.", "Email")
            : at <= 0 || at != text.LastIndexOf('@') || at == text.Length - 1 || text.EnumerateRunes().Any(IsUnfit)
                ? Problem.Invalid("email_invalid", "This is not an e-mail address. It needs the form name@example.com.", "Email")
            : null;
        return problem is null ? text : null;
    }

    public static string Normalize(string? typed) => Trimmed(typed).ToUpperInvariant();

    // Invisible characters would make two addresses look alike: spaces, controls,
    // zero-width and direction marks; a replacement character comes from a damaged one.
    private static bool IsUnfit(Rune rune) =>
        Rune.IsWhiteSpace(rune)
        || rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    private static string Trimmed(string? typed)
    {
        if (typed is null || typed.Length > 4 * MaxLength)
        {
            return typed is null ? "" : typed[..(4 * MaxLength)]; // Too long for an address: it is not worth normalizing.
        }
        try
        {
            return typed.Normalize(NormalizationForm.FormKC).Trim();
        }
        catch (ArgumentException)
        {
            return ""; // A lone surrogate: not an address.
        }
    }
}
