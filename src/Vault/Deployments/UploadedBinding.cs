using System.Text.RegularExpressions;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Deployments;

/// <summary>A binding in an upload. If it does not refer to a secret of a
/// store, only its name and type are kept, not its content.</summary>
/// <param name="Type">The type in Cloudflare's terms, such as <c>secrets_store_secret</c>, <c>plain_text</c> or <c>inherit</c>.</param>
/// <param name="Store">The secret's store, for a secret.</param>
/// <param name="SecretName">The secret's name, for a secret.</param>
/// <param name="OldName">The current name of an inherited binding; null if it keeps its name.</param>
public sealed partial record UploadedBinding(
    string? Name,
    string? Type,
    StoreId Store = default,
    string? SecretName = null,
    string? OldName = null
)
{
    internal const string Secret = "secrets_store_secret",
        Inherit = "inherit";

    // In an upload, these contain a value or a key themselves.
    private static readonly HashSet<string> WithValue = ["secret_text", "secret_key"];

    internal bool IsSecret => Type == Secret;
    internal bool IsInherited => Type == Inherit;

    /// <summary>Null if it is valid.</summary>
    internal Problem? Check(int index)
    {
        var place = $"/bindings/{index}";
        if (Type is null || !TypePattern.IsMatch(Type))
        {
            return UploadProblems.Invalid("Each binding needs a type of lower-case letters, digits and _.", $"{place}/type");
        }
        if (!IsName(Name) || (IsSecret && Names.CheckVariable(Name, "Name") is not null) || (OldName is not null && !IsName(OldName)))
        {
            return UploadProblems.Invalid(
                "A binding's name has 1 to 255 printable characters. "
                    + "The name of a secret binding starts with a letter or _, followed by letters A–Z and a–z, digits and _.",
                $"{place}/name"
            );
        }
        if (WithValue.Contains(Type))
        {
            return UploadProblems.ValueInUpload(place);
        }
        return IsSecret && (string.IsNullOrEmpty(Store.Value) || Names.Check(SecretName, "secret_name") is not null)
            ? UploadProblems.Invalid("A secret binding needs store_id (32 hex characters) and secret_name.", place)
            : null;
    }

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= Names.MaxLength } && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    [GeneratedRegex(@"\A[a-z0-9_]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TypePattern { get; }
}
