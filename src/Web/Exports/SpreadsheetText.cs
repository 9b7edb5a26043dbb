using System.Globalization;
using System.Text;

namespace SecretsDashboard.Web.Exports;

/// <summary>Text that a spreadsheet displays but never runs: an apostrophe is inserted before a character that could begin
/// a formula.</summary>
internal static class SpreadsheetText
{
    private const char Apostrophe = '\'';

    /// <summary>Characters at which a spreadsheet may begin a new cell inside this one, when its separator isn't the comma:
    /// it then ignores the quotes.</summary>
    private const string Separators = ";|\t\r\n\u2028\u2029";

    public static string Of(string cell)
    {
        if (!MayContainFormula(cell))
        {
            return cell;
        }
        var text = new StringBuilder(cell.Length + 4);
        for (var start = 0; start < cell.Length; )
        {
            var end = cell.AsSpan(start).IndexOfAny(Separators) is >= 0 and var length ? start + length + 1 : cell.Length;
            var part = cell.AsSpan(start, end - start);
            text.Append(StartsFormula(part) || (start == 0 && char.IsControl(part[0])) ? $"{Apostrophe}" : "").Append(part);
            start = end;
        }
        return text.ToString();
    }

    // Nearly every cell is plain: letters, digits and the punctuation of times, ids and sentences.
    private static bool MayContainFormula(string cell) =>
        cell.Length > 0 && (!char.IsAsciiLetterOrDigit(cell[0]) || cell.AsSpan().ContainsAny(Separators));

    /// <summary>Whether the first visible character is a sign that begins a formula, in any width.</summary>
    private static bool StartsFormula(ReadOnlySpan<char> part)
    {
        foreach (var rune in part.EnumerateRunes())
        {
            if (!IsInvisible(rune))
            {
                return IsSign(rune);
            }
        }
        return false;
    }

    // Compatibility normalization maps full-width, small, raised and lowered signs to the plain ones; LibreOffice reads the
    // minus sign as a hyphen.
    private static bool IsSign(Rune rune) =>
        rune.IsBmp && char.ToString((char)rune.Value).Normalize(NormalizationForm.FormKC) is "=" or "+" or "-" or "@" or "\u2212";

    private static bool IsInvisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark
                or UnicodeCategory.OtherNotAssigned
        // Hangul fillers and the empty Braille pattern are letters and symbols, but invisible.
        || rune.Value is 0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800 or 0xFFFD;
}
