using System.Globalization;
using System.Text;

namespace SecretsDashboard.Vault.Members;

/// <summary>The normalized form of passwords for comparisons: the OpaqueString profile of PRECIS (RFC 8265, 4.2), so that a password from
/// another keyboard or system, which composes or decomposes characters, is the same password. Case and width stay unchanged.</summary>
internal static class OpaquePassword
{
    /// <summary>All kinds of spaces become the ASCII space, then the text is normalized to NFC.</summary>
    /// <returns>Null for text that the profile rejects: empty, or with control, invisible, private-use or unassigned characters.</returns>
    public static string? Of(string text)
    {
        try
        {
            var mapped = text.EnumerateRunes()
                .Select(r => Rune.GetUnicodeCategory(r) == UnicodeCategory.SpaceSeparator ? " " : r.ToString());
            var composed = string.Concat(mapped).Normalize(NormalizationForm.FormC);
            return composed.Length == 0 || composed.EnumerateRunes().Any(IsRefused) ? null : composed;
        }
        catch (ArgumentException)
        {
            return null; // A lone surrogate or a noncharacter.
        }
    }

    private static bool IsRefused(Rune rune) =>
        !IsJoiner(rune.Value)
        && (
            IsIgnorable(rune.Value)
            || IsOldHangul(rune.Value)
            || Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.Surrogate
                    or UnicodeCategory.OtherNotAssigned
        );

    // Words of Persian and Indic scripts need them. The profile's context rule is
    // not applied, because it would reject passwords that such a keyboard types.
    private static bool IsJoiner(int c) => c is 0x200C or 0x200D;

    // The characters of Unicode's Default_Ignorable_Code_Point that are not in the category Format: they are invisible.
    private static bool IsIgnorable(int c) =>
        c
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or (>= 0x180B and <= 0x180F)
                or 0x3164
                or (>= 0xFE00 and <= 0xFE0F)
                or 0xFFA0
                or (>= 0xE0000 and <= 0xE0FFF);

    // NFC composes the syllables of modern Korean; the remaining conjoining letters are not typed.
    private static bool IsOldHangul(int c) => c is (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7FB);
}
