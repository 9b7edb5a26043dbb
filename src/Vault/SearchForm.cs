using System.Text;

namespace SecretsDashboard.Vault;

/// <summary>Text as it is compared in a search: without regard to case and to Unicode's
/// forms, so that é is found whether it is one character or two.</summary>
internal static class SearchForm
{
    /// <summary>NFKC in upper case. Text that has no such form (half a character) is put into upper case alone.</summary>
    /// <remarks>In queries it is a function of the database: see <see cref="Database.Sqlite.SqliteFunctions"/>.</remarks>
    public static string Of(string text) => Ascii.IsValid(text) ? text.ToUpperInvariant() : Normalized(Normalized(text).ToUpperInvariant());

    private static string Normalized(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }
}
