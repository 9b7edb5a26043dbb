using System.Text;

namespace SecretsDashboard.Vault;

/// <summary>The normalized form of text for searches, which ignores case and
/// Unicode's forms: é is found whether it is one character or two.</summary>
internal static class SearchForm
{
    /// <summary>The function's name in queries.</summary>
    public const string Function = "search_form";

    /// <summary>NFKC in upper case. Text that can't be normalized (a lone surrogate) is only converted to upper case.</summary>
    /// <remarks>Queries call it as a function of the database: see <see cref="Function"/>.</remarks>
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
