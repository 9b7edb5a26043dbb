using System.Globalization;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The texts that describe a secret. Null: not given, so that an edit keeps the text and a duplicate copies it. A new field is
/// added here and in <see cref="SecretField.All"/>: pages, audit rows, exports and bodies of the API use that list.</summary>
public sealed record SecretDescription
{
    internal static readonly SecretDescription None = new();

    /// <summary>The purpose of the secret, at most 1,000 characters.</summary>
    public string? Comment { get; init; }

    internal static SecretDescription Of(Secret secret) => new() { Comment = secret.Comment };

    /// <summary>The description as an operation uses it.</summary>
    internal static SecretDescription Input(SecretDescription? given) => given ?? None;

    /// <summary>The given texts; those that are not given come from the other description.</summary>
    internal SecretDescription Over(SecretDescription other) => new() { Comment = Comment ?? other.Comment };

    internal void CopyTo(Secret secret) => secret.Comment = Comment ?? "";

    /// <summary>The name and the texts in the normalized form for searches.</summary>
    internal string SearchText(string name) => SearchForm.Of($"{name}\n{Comment}");

    internal IEnumerable<Problem> Check(string prefix = "") => SecretField.All.Select(f => f.Check(this, prefix)).OfType<Problem>();

    /// <summary>Reads each text from a source, which returns null for a field that is not given.</summary>
    public static SecretDescription Read(Func<SecretField, string?> source)
    {
        var read = None;
        foreach (var field in SecretField.All)
        {
            read = source(field) is { } text ? field.With(read, text) : read;
        }
        return read;
    }
}

/// <summary>One text of a <see cref="SecretDescription"/>: its names, its limits, and how it is shown.</summary>
/// <param name="Name">The label on pages, and the field of its problems: "Comment".</param>
/// <param name="Article">The article of the name in a sentence: "A" comment.</param>
public sealed record SecretField(
    string Name,
    string Article,
    Func<SecretDescription, string?> Of,
    Func<SecretDescription, string?, SecretDescription> With
)
{
    /// <summary>Every field, in the order of pages and files.</summary>
    public static readonly IReadOnlyList<SecretField> All =
    [
        new("Comment", "A", d => d.Comment, (d, text) => d with { Comment = text })
        {
            MaxLength = 1_000,
            IsMultiline = true,
            Hint = "What it is for and who to ask. Everyone who sees the secret sees this, so no part of the value.",
        },
    ];

    /// <summary>The names of all fields, as problems name them.</summary>
    public static readonly IReadOnlyList<string> Names = [.. All.Select(f => f.Name)];

    /// <summary>The name in bodies of the API, in exports and within sentences.</summary>
    public string WireName { get; } = Name.ToLower(CultureInfo.InvariantCulture);

    /// <summary>The detail of an audit row that notes a change. The text itself is never there.</summary>
    public string AuditName { get; } = $"{Name.ToLower(CultureInfo.InvariantCulture)}_modified";

    /// <summary>The maximum number of characters.</summary>
    public required int MaxLength { get; init; }

    /// <summary>Whether the text may have line breaks.</summary>
    public bool IsMultiline { get; init; }

    /// <summary>The explanation beside the input of a new secret.</summary>
    public required string Hint { get; init; }

    // No message repeats the text: it may be a value that was pasted into the wrong field.
    internal Problem? Check(SecretDescription description, string prefix) =>
        Of(description) is not { } text ? null
        : text.Length > MaxLength
            ? Problem.Invalid(
                $"secret_{WireName}_too_long",
                $"{Article} {WireName} has at most {MaxLength:N0} characters; this one has {text.Length:N0}.",
                prefix + Name
            )
        : text.Contains('\0') || Plaintext.TryFrom(text) is null
            ? Problem.Invalid($"secret_{WireName}_invalid", $"The {WireName} contains a character that can't be stored.", prefix + Name)
        : null;
}
