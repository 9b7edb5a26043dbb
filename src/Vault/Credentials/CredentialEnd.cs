using System.Globalization;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

internal static class CredentialEnd
{
    public static DateTimeOffset? Of(OperationContext context, Expiry given, DateTimeOffset? otherwise) =>
        given.IsNever ? null : given.At ?? context.Now + given.Life ?? otherwise;

    public static Problem? Check(OperationContext context, DateTimeOffset? end) =>
        end <= context.Now
            ? Problem.Invalid(
                "credential_expires_in_past",
                "The end must be in the future. To end the credential now, revoke it.",
                nameof(CredentialInput.Expires)
            )
            : null;

    public static string Write(DateTimeOffset? end) =>
        end?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "never";
}
