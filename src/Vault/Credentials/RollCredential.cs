using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>Gives a credential a new text. The old one counts for a while, so that a service can be moved to the new one while it runs; one that was rolled
/// before that is refused from the same moment.</summary>
/// <param name="Expires">Left out: its end stays what it is.</param>
/// <param name="PreviousUntil">Until when the old text counts, at most 30 days; a moment that is over ends it at once. Null: for 24 hours.</param>
public sealed record RollCredential(ServiceId Service, CredentialId Credential, Expiry Expires = default, DateTimeOffset? PreviousUntil = null) : Change<NewCredential>
{
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    internal override Demand Demand => new(Act.RollCredential, Aim.At(Service));

    internal override async Task<Result<NewCredential>> RunAsync(Session session, CancellationToken cancel)
    {
        if (await FoundCredential.FindAsync(session, Service, Credential, cancel) is not { Credential: var credential })
        {
            return FoundCredential.NotFound;
        }
        var expires = CredentialEnd.Of(session, Expires, credential.Expires);
        var until = PreviousUntil ?? session.Now + session.Tools.Limits.CredentialOverlap;
        if ((CheckEnd(session, expires, credential) ?? CheckOverlap(session, until)) is { } problem)
        {
            return problem;
        }
        (credential.PreviousHash, credential.PreviousUntil) = (credential.Hash, until);
        (var text, credential.Hash) = TokenText.New(TokenText.ServiceCredential, credential.Id);
        (credential.Expires, credential.Modified) = (expires, session.Now);
        session.Note.Say("previous_until", CredentialEnd.Write(until)).Say("expires", CredentialEnd.Write(expires));
        return new NewCredential(CredentialDetail.Of(credential, session.Now), text);
    }

    private static Problem? CheckEnd(Session session, DateTimeOffset? expires, ServiceCredential credential) =>
        expires == credential.Expires ? null : CredentialEnd.Check(session, expires);

    private static Problem? CheckOverlap(Session session, DateTimeOffset until) => until > session.Now + LongestOverlap
        ? new("credential_overlap_too_long", $"The old text counts for at most {LongestOverlap.Days} days more.", nameof(PreviousUntil))
        : null;
}
