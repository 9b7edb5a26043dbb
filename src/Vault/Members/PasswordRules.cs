using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Members;

/// <summary>Password rules based on OWASP ASVS 5.0, 6.2: 12 to 128 characters, no composition rules, common passwords rejected. They apply
/// to the normalized form (<see cref="OpaquePassword"/>).</summary>
internal static class PasswordRules
{
    public const int MinLength = 12,
        MaxLength = 128;
    private const int FirstAcceptableScore = 2; // A zxcvbn score: lower ones mean less than a million guesses.

    public static Problem? Check(Plaintext? password, Plaintext? confirmation, string email, string field)
    {
        if (password is null || confirmation is null)
        {
            return Problem.Invalid("password_invalid", "The password contains a character that can't be stored. Choose another.", field);
        }
        if (password.Length == 0)
        {
            return Problem.Invalid("password_too_short", TooShort, field);
        }
        if (OpaquePassword.Of(password.Reveal()) is not { } text)
        {
            return Problem.Invalid(
                "password_invalid",
                "The password contains a control, invisible or unassigned character, which can't be typed the same way everywhere. "
                    + "Choose another.",
                field
            );
        }
        var length = text.EnumerateRunes().Count();
        return length < MinLength ? Problem.Invalid("password_too_short", TooShort, field)
            : length > MaxLength ? Problem.Invalid("password_too_long", $"Use at most {MaxLength} characters.", field)
            : IsCommon(text, email)
                ? Problem.Invalid(
                    "password_common",
                    "This password is common or easily guessed. Choose another, such as a few unrelated words.",
                    field
                )
            : text != OpaquePassword.Of(confirmation.Reveal())
                ? Problem.Invalid("password_mismatch", "The two passwords differ. Type the same one twice.", "ConfirmPassword")
            : null;
    }

    private static string TooShort => $"Use at least {MinLength} characters. A few unrelated words are easy to remember.";

    // zxcvbn provides the list of common passwords and words; only the beginning
    // is checked, because its cost grows with the square of the length.
    private static bool IsCommon(string text, string email) =>
        Zxcvbn.Zxcvbn.MatchPassword(text.Length <= 64 ? text : text[..64], [email, email.Split('@')[0], "secrets", "dashboard"]).Score
        < FirstAcceptableScore;
}
