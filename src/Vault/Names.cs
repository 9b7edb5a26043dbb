using System.Text.RegularExpressions;

namespace SecretsDashboard.Vault;

/// <summary>The rules for names of stores, secrets, services and variables.</summary>
internal static partial class Names
{
    public const int MaxLength = 255;

    /// <summary>Null if the name is valid: 1 to 255 of A–Z a–z 0–9 _ -.</summary>
    /// <param name="prefix">The prefix of the problem's code, such as <c>secret_name</c>.</param>
    public static Problem? Check(string? name, string prefix, string field = "Name") =>
        string.IsNullOrEmpty(name) ? Problem.Invalid($"{prefix}_empty", "Enter a name.", field)
        : name.Length > MaxLength
            ? Problem.Invalid($"{prefix}_too_long", $"A name has at most {MaxLength} characters; this one has {name.Length}.", field)
        : !NamePattern.IsMatch(name)
            ? Problem.Invalid($"{prefix}_invalid", "A name can contain only letters A–Z and a–z, digits, _ and -.", field)
        : null;

    /// <summary>Null if the name is valid for a variable: a letter or _ first, then letters, digits and _.</summary>
    public static Problem? CheckVariable(string? name, string field) =>
        string.IsNullOrEmpty(name) ? Problem.Invalid("variable_name_empty", "Enter a variable name.", field)
        : name.Length > MaxLength
            ? Problem.Invalid(
                "variable_name_too_long",
                $"A variable name has at most {MaxLength} characters; this one has {name.Length}.",
                field
            )
        : !VariablePattern.IsMatch(name)
            ? Problem.Invalid(
                "variable_name_invalid",
                "A variable name starts with a letter or _, followed by letters A–Z and a–z, digits and _.",
                field
            )
        : null;

    [GeneratedRegex(@"\A[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariablePattern { get; }
}
