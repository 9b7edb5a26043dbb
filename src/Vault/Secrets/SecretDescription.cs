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

    /// <summary>The e-mail address of a member or the name of a team: one line of at most 255 characters. It is not looked up, and gives
    /// no rights.</summary>
    public string? Owner { get; init; }

    internal static SecretDescription Of(Secret secret) => new() { Comment = secret.Comment, Owner = secret.Owner };

    /// <summary>The description as an operation uses it: without white space around the owner.</summary>
    internal static SecretDescription Input(SecretDescription? given) =>
        given is { Owner: { } owner } ? given with { Owner = owner.Trim() } : given ?? None;

    /// <summary>The given texts; those that are not given come from the other description.</summary>
    internal SecretDescription Over(SecretDescription other) => new() { Comment = Comment ?? other.Comment, Owner = Owner ?? other.Owner };

    internal void CopyTo(Secret secret) => (secret.Comment, secret.Owner) = (Comment ?? "", Owner ?? "");

    /// <summary>The name and the texts in the normalized form for searches.</summary>
    internal string SearchText(string name) =>
        SearchForm.Of(string.IsNullOrEmpty(Owner) ? $"{name}\n{Comment}" : $"{name}\n{Comment}\n{Owner}");

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
            Hint = "What it's for and whom to ask. Visible to everyone who can see the secret: don't include the value.",
        },
        new("Owner", "An", d => d.Owner, (d, text) => d with { Owner = text })
        {
            MaxLength = 255,
            Hint = "Who is responsible for it: a member's e-mail address or the name of a team. It gives no rights.",
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
        : !IsMultiline && text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029')
            ? Problem.Invalid(
                $"secret_{WireName}_invalid",
                $"{Article} {WireName} is one line, without line breaks and other control characters.",
                prefix + Name
            )
        : null;
}
