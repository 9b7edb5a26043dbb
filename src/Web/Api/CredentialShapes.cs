using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>What a service proves itself with at run time.</summary>
/// <param name="Status"><c>active</c> or <c>expired</c>.</param>
/// <param name="Condition">Left out: it may be used from everywhere.</param>
/// <param name="LastUsedOn">To the minute; left out: never.</param>
/// <param name="ExpiresOn">Left out: never.</param>
/// <param name="PreviousUntil">Until when the value before the last roll counts; left out: there is none that does.</param>
/// <param name="Value">In the answers to its creation and to its roll alone.</param>
public sealed record ApiCredential(string Id, string Name, [property: AllowedValues("active", "expired")] string Status, ApiCondition? Condition, string Created, string Modified, string? LastUsedOn, string? ExpiresOn,
    string? PreviousUntil, string? Value)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => $"Credential {Id}";
}

/// <param name="Name">1 to 100 printable characters; names need not differ.</param>
/// <param name="ExpiresOn">RFC 3339. Left out: 90 days from now, or the end of the calling token, where that comes first; null: never. A later end than the calling token's is
/// refused, unless that may issue longer.</param>
/// <param name="Condition">Left out: from everywhere.</param>
public sealed record NewApiCredential([property: Length(1, 100)] string Name, string? ExpiresOn, ApiCondition? Condition);

/// <summary>How a credential is rolled. A value that was never used is replaced, so that a roll may be repeated when its answer was lost; while the value before the last roll is valid and the
/// one after it is in use, a further roll is refused (409) unless it is forced.</summary>
/// <param name="ExpiresOn">RFC 3339. Left out: as it is; null: never. A later end than the calling token's is refused, unless that may issue longer.</param>
/// <param name="PreviousUntil">RFC 3339, at most 30 days from now. Left out: the value that was used last is valid for 24 hours more, or as long as it is already.</param>
public sealed record ApiCredentialRoll(string? ExpiresOn, string? PreviousUntil);
