using SecretsDashboard.Access;
using SecretsDashboard.Vault.Tokens;

namespace SecretsDashboard.Vault.Credentials;

/// <summary>Replaces the value of a credential. The old value stays valid for a while, so that a service can switch while it runs. An
/// unused value is simply replaced: if a roll is repeated because its response was lost, the value in use keeps its validity.</summary>
/// <param name="Expires">Omitted: the expiry does not change. A token can't set an
/// expiry after its own, unless it may issue longer-lived credentials.</param>
/// <param name="PreviousUntil">When the value in use so far becomes invalid, at most 30 days from now; a time in the past invalidates it at
/// once. Null: in 24 hours, or later if it is already valid for longer.</param>
/// <param name="Force">Rolls although the previous value is still valid and the
/// current one is in use: the previous one is refused from now on.</param>
public sealed record RollCredential(
    ServiceId Service,
    CredentialId Credential,
    Expiry Expires = default,
    DateTimeOffset? PreviousUntil = null,
    bool Force = false
) : Change<NewCredential>
{
    private static readonly TimeSpan MaxOverlap = TimeSpan.FromDays(30);

    internal override Demand Demand => new(Act.RollCredential, TargetReference.To(Service));

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
        var (text, hash) = TokenText.New(TokenText.ServiceCredential, credential.Id);
        credential.Hash = context.Tools.Seals.HashOf(hash);
        (credential.Expires, credential.Modified, credential.ValueUsed) = (expires, context.Now, false);
        credential.IssuerId = await Issued.AfterRollAsync(context, credential.IssuerId, cancel);
        context
            .Note.Add("previous_until", CredentialEnd.Write(until))
            .Add("expires", CredentialEnd.Write(expires))
            .Add("replaced_unused", replaces);
        return new NewCredential(CredentialDetail.Of(credential, context.Now), text);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset? other) => other > one ? other.Value : one;

    // Two values are in use, perhaps by two instances of the service; a third would cut one of them off. A caller who invalidates the old
    // value explicitly means all old values.
    private Problem? CheckOther(OperationContext context, ServiceCredential credential) =>
        !(credential.PreviousUntil > context.Now) || !credential.ValueUsed || Force || PreviousUntil <= context.Now
            ? null
            : Problem.Conflict(
                "roll_in_progress",
                $"The last roll is still in progress: the old value is valid until {CredentialEnd.Write(credential.PreviousUntil)}, "
                    + "and the new value is in use. "
                    + "Roll again after that time, or use force, which ends the old value now."
            );

    private static Problem? CheckEnd(OperationContext context, DateTimeOffset? expires, ServiceCredential credential) =>
        expires == credential.Expires ? null : CredentialEnd.Check(context, expires);

    private static Problem? CheckOverlap(OperationContext context, DateTimeOffset until) =>
        until > context.Now + MaxOverlap
            ? Problem.Invalid(
                "credential_overlap_too_long",
                $"The old value can stay valid for at most {MaxOverlap.Days} more days.",
                nameof(PreviousUntil)
            )
            : null;
}
