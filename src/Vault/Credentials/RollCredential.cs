using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>Gives a credential a new text. The old one stays valid for a while, so that a service can be
/// moved to the new one while it runs. A text that was never used is replaced: a roll that
/// is repeated, since its answer was lost, leaves the text that was used last as it was.</summary>
/// <param name="Expires">Left out: its end stays what it is. A token rolls none beyond its own end, unless it may issue longer.</param>
/// <param name="PreviousUntil">Until when the text that was used last is valid, at most 30 days; a moment
/// that is over ends it at once. Null: for 24 hours, or as long as it is already.</param>
/// <param name="Force">Goes on although the text before the last roll is still valid and
/// the one after it is in use: the former is refused from now on.</param>
public sealed record RollCredential(
    ServiceId Service,
    CredentialId Credential,
    Expiry Expires = default,
    DateTimeOffset? PreviousUntil = null,
    bool Force = false
) : Change<NewCredential>
{
    private static readonly TimeSpan LongestOverlap = TimeSpan.FromDays(30);

    internal override Demand Demand => new(Act.RollCredential, Aim.At(Service));

    internal override async Task<Result<NewCredential>> RunAsync(OperationContext context, CancellationToken cancel)
    {
        if (await FoundCredential.FindAsync(context, Service, Credential, cancel) is not { Credential: var credential })
        {
            return FoundCredential.NotFound;
        }
        var expires = CredentialEnd.Of(context, Expires, credential.Expires);
        var running = credential.PreviousUntil > context.Now ? credential.PreviousUntil : null;
        var until = PreviousUntil ?? Later(context.Now + context.Tools.Limits.CredentialOverlap, credential.ValueUsed ? null : running);
        var bounds = await IssuerBounds.OfAsync(context, cancel);
        var problem =
            bounds?.CheckCredential(expires)
            ?? CheckEnd(context, expires, credential)
            ?? CheckOverlap(context, until)
            ?? CheckOther(context, credential);
        if (problem is not null)
        {
            return problem;
        }
        var replaces = running is not null && !credential.ValueUsed;
        (credential.PreviousHash, credential.PreviousUntil) = (replaces ? credential.PreviousHash : credential.Hash, until);
        (var text, credential.Hash) = TokenText.New(TokenText.ServiceCredential, credential.Id);
        (credential.Expires, credential.Modified, credential.ValueUsed) = (expires, context.Now, false);
        credential.IssuerId = await Issued.AfterRollAsync(context, credential.IssuerId, cancel);
        context
            .Note.Add("previous_until", CredentialEnd.Write(until))
            .Add("expires", CredentialEnd.Write(expires))
            .Add("replaced_unused", replaces);
        return new NewCredential(CredentialDetail.Of(credential, context.Now), text);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    // Two texts are in use, maybe by two instances of the service; a third would cut one of
    // them off. Whoever ends the old text on purpose means all that is old.
    private Problem? CheckOther(OperationContext context, ServiceCredential credential) =>
        !(credential.PreviousUntil > context.Now) || !credential.ValueUsed || Force || PreviousUntil <= context.Now
            ? null
            : new(
                "roll_in_progress",
                $"The last roll is still in progress: the old value is valid until {CredentialEnd.Write(credential.PreviousUntil)}, and the new value is in use. "
                    + "Roll again after that time, or use force, which ends the old value now."
            );

    private static Problem? CheckEnd(OperationContext context, DateTimeOffset? expires, ServiceCredential credential) =>
        expires == credential.Expires ? null : CredentialEnd.Check(context, expires);

    private static Problem? CheckOverlap(OperationContext context, DateTimeOffset until) =>
        until > context.Now + LongestOverlap
            ? new(
                "credential_overlap_too_long",
                $"The old value can stay valid for at most {LongestOverlap.Days} more days.",
                nameof(PreviousUntil)
            )
            : null;
}
