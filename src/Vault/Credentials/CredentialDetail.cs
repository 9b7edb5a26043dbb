using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>A service credential without its value. Times are UTC.</summary>
/// <param name="Expires">Null: never.</param>
/// <param name="IsExpired">Its expiry has passed.</param>
/// <param name="AllowedFrom">Networks; empty: from everywhere.</param>
/// <param name="LastUsed">To the minute; null: never.</param>
/// <param name="LastUsedFrom">An address.</param>
/// <param name="PreviousUntil">The end of the previous value's validity; null if there is no valid previous value.</param>
/// <param name="EndsSoon">It is valid and expires within two weeks, so the service's operators should be warned.</param>
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
    /// <summary>The current value was used at least once.</summary>
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

/// <summary>A credential with its value, which only this response contains.</summary>
/// <param name="Text">See <see cref="Tokens.TokenText"/>.</param>
public sealed record NewCredential(CredentialDetail Credential, string Text)
{
    // A record prints its members, and one of them is the secret value.
    public override string ToString() => $"Credential {Credential.Id}";
}
