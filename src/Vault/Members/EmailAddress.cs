using System.Globalization;
using System.Text;

namespace SecretsDashboard.Vault.Members;

/// <summary>An e-mail address as it is compared: trimmed, NFKC-normalised, upper case,
/// so that no variant has a counter of failures of its own.</summary>
internal static class EmailAddress
{
    public const int MaxLength = 254;

    /// <summary>The address as it is kept and shown, or a problem beside the field.</summary>
    public static string? Clean(string? typed, out Problem? problem)
    {
        var text = Trimmed(typed);
        var at = text.IndexOf('@');
        problem =
            text.Length == 0 ? new("email_empty", "Enter an e-mail address.", "Email")
            : text.Length > MaxLength ? new("email_too_long", $"An e-mail address has at most {MaxLength} characters.", "Email")
            : at <= 0 || at != text.LastIndexOf('@') || at == text.Length - 1 || text.EnumerateRunes().Any(IsUnfit)
                ? new("email_invalid", "This is not an e-mail address. It needs the form name@example.com.", "Email")
            : null;
        return problem is null ? text : null;
    }

    public static string Normalize(string? typed) => Trimmed(typed).ToUpperInvariant();

    // What nobody sees would make two addresses look alike: spaces, controls, zero-width and
    // direction marks; a replacement character is what is left of a damaged one.
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
            return typed is null ? "" : typed[..(4 * MaxLength)]; // Too long to be an address of anybody: not worth normalising.
        }
        try
        {
            return typed.Normalize(NormalizationForm.FormKC).Trim();
        }
        catch (ArgumentException)
        {
            return ""; // A lone surrogate: no address at all.
        }
    }
}
