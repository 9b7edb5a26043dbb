using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>The credential with which a service authenticates at run time.</summary>
/// <param name="Status"><c>active</c> or <c>expired</c>.</param>
/// <param name="Condition">Left out: valid from every address.</param>
/// <param name="LastUsedOn">To the minute; left out: never.</param>
/// <param name="ExpiresOn">Left out: never.</param>
/// <param name="PreviousUntil">When the value before the last roll expires; left out: no earlier value is valid.</param>
/// <param name="Value">Only in the response that creates or rolls it.</param>
public sealed record ApiCredential(
    string Id,
    string Name,
    [property: AllowedValues("active", "expired")] string Status,
    ApiCondition? Condition,
    string Created,
    string Modified,
    string? LastUsedOn,
    string? ExpiresOn,
    string? PreviousUntil,
    string? Value
)
{
    // A record prints its members, and one of these is a secret.
    public override string ToString() => $"Credential {Id}";
}

/// <param name="Name">1 to 100 printable characters; need not be unique.</param>
/// <param name="ExpiresOn">RFC 3339. Left out: 90 days from now, or the end of the calling token,
/// whichever comes first; null: never. A later end than the calling token's is
/// refused, unless that token may issue longer.</param>
/// <param name="Condition">Left out: valid from every address.</param>
public sealed record NewApiCredential([property: Length(1, 100)] string Name, string? ExpiresOn, ApiCondition? Condition);

/// <summary>How to roll a credential. A value that was never used is replaced, so a client can repeat a
/// roll whose response was lost. While the value before the last roll is valid and the
/// new value is in use, another roll is refused (409) unless it is forced.</summary>
/// <param name="ExpiresOn">RFC 3339. Left out: unchanged; null: never. A later end than the
/// calling token's is refused, unless that token may issue longer.</param>
/// <param name="PreviousUntil">RFC 3339, at most 30 days from now. Left out: the value that was
/// used last stays valid for 24 more hours, or longer if it already does.</param>
public sealed record ApiCredentialRoll(string? ExpiresOn, string? PreviousUntil);
