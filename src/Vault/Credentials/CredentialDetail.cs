using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>A service credential without its text. Times are UTC.</summary>
/// <param name="Expires">Null: never.</param>
/// <param name="IsExpired">It has come to its end.</param>
/// <param name="AllowedFrom">Networks; none: from everywhere.</param>
/// <param name="LastUsed">To the minute; null: never.</param>
/// <param name="LastUsedFrom">An address.</param>
/// <param name="PreviousUntil">Until when the text before the last roll counts; null when it does not, or there is none.</param>
/// <param name="EndsSoon">It counts and ends within two weeks: whoever runs the service should hear of it.</param>
public sealed record CredentialDetail(
    CredentialId Id,
    ServiceId Service,
    string Name,
    DateTimeOffset? Expires,
    bool IsExpired,
    IReadOnlyList<string> AllowedFrom,
    IReadOnlyList<string> DeniedFrom,
    DateTimeOffset Created,
    DateTimeOffset Modified,
    DateTimeOffset? LastUsed,
    string? LastUsedFrom,
    DateTimeOffset? PreviousUntil,
    bool EndsSoon
)
{
    /// <summary>The text of now was used at least once.</summary>
    public bool IsValueUsed { get; init; }

    internal static CredentialDetail Of(ServiceCredential credential, DateTimeOffset now) =>
        new(
            new CredentialId(credential.Id),
            new ServiceId(credential.ServiceId),
            credential.Name,
            credential.Expires,
            credential.Expires <= now,
            Lines(credential.Allowed),
            Lines(credential.Denied),
            credential.Created,
            credential.Modified,
            credential.LastUsed,
            credential.LastUsedFrom,
            credential.PreviousUntil > now ? credential.PreviousUntil : null,
            EndsSoon: credential.Expires > now && credential.Expires <= now + Tokens.TokenDetail.WarnBeforeEnd
        )
        {
            IsValueUsed = credential.ValueUsed,
        };

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A credential with its text, which is in this answer and nowhere else.</summary>
/// <param name="Text">See <see cref="Tokens.TokenText"/>.</param>
public sealed record NewCredential(CredentialDetail Credential, string Text)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => $"Credential {Credential.Id}";
}
