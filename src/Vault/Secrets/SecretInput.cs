using SecretsDashboard.Access;
using SecretsDashboard.Vault.Crypto;

namespace SecretsDashboard.Vault.Secrets;

/// <summary>The rules for the input of a secret. No message repeats a value.</summary>
internal static class SecretInput
{
    /// <summary>When several secrets are created at once, field names start with the prefix: "Secrets[2].Name".</summary>
    public static IEnumerable<Problem> Check(NewSecret secret, string prefix = "")
    {
        if (Names.Check(secret.Name, "secret_name", prefix + nameof(NewSecret.Name)) is { } name)
        {
            yield return name;
        }
        if (CheckValue(secret.Value, prefix + nameof(NewSecret.Value)) is { } value)
        {
            yield return value;
        }
        if (CheckScopes(secret.Scopes, prefix + nameof(NewSecret.Scopes)) is { } scopes)
        {
            yield return scopes;
        }
        foreach (var problem in secret.Description.Check(prefix))
        {
            yield return problem;
        }
    }

    public static Problem? CheckValue(Plaintext? value, string field = "Value") =>
        value is null
            ? Problem.Invalid(
                "secret_value_invalid",
                "The value contains half of a character (a lone surrogate), which can't be encoded as UTF-8. "
                    + "Paste it again or load it from a file.",
                field
            )
        : value.Length == 0 ? Problem.Invalid("secret_value_empty", "Enter a value.", field)
        : value.Length > Plaintext.MaxBytes
            ? Problem.Invalid(
                "secret_value_too_long",
                $"The value has {value.Length:N0} bytes of UTF-8; at most {Plaintext.MaxBytes:N0} are allowed.",
                field
            )
        : value.Bytes.Contains((byte)0)
            ? Problem.Invalid(
                "secret_value_invalid",
                "The value contains a NUL character, where most programs would cut it off. Encode it, for instance as base64.",
                field
            )
        : null;

    public static Problem? CheckScopes(Scopes scopes, string field = "Scopes") =>
        scopes == Scopes.None
            ? Problem.Invalid("secret_scopes_empty", "Choose at least one scope: without a scope, no service can use the secret.", field)
        : !ScopeNames.IsValidSet(scopes) ? Problem.Invalid("secret_scope_invalid", "One of the scopes is unknown.", field)
        : null;

    /// <summary>The scopes as the audit log and the API write them.</summary>
    public static string Wire(Scopes scopes) =>
        string.Join(",", ScopeNames.Of(scopes).Select(s => s.WireName).Order(StringComparer.Ordinal));
}

/// <summary>The input for a new secret.</summary>
/// <param name="Name">1 to 255 characters: A–Z a–z 0–9 _ -; unique in its store; immutable.</param>
/// <param name="Value">1 to 65,536 bytes of UTF-8 without NUL; null means text without a UTF-8 form.</param>
/// <param name="Scopes">At least one.</param>
/// <param name="Description">Null: no text is given.</param>
public sealed record NewSecret(string? Name, Plaintext? Value, Scopes Scopes, SecretDescription? Description = null)
{
    public SecretDescription Description { get; } = SecretDescription.Input(Description);
}
