using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>A workload that authenticates as a service with a JWT of its issuer.</summary>
/// <param name="Status"><c>active</c>, or <c>issuer_not_configured</c>: the server does not (or no longer) trust its issuer.</param>
/// <param name="LastUsedOn">To the minute; left out: never.</param>
public sealed record ApiWorkloadIdentity(
    string Id,
    string Issuer,
    string Subject,
    string Audience,
    [property: AllowedValues("active", "issuer_not_configured")] string Status,
    string Created,
    string? LastUsedOn
);

/// <summary>Each member is compared character by character with the claim of the JWT. A
/// combination can belong to only one service of the account.</summary>
/// <param name="Issuer">The claim <c>iss</c>: one of those that the server is configured to trust.</param>
/// <param name="Subject">The claim <c>sub</c>; for a service account of Kubernetes <c>system:serviceaccount:NAMESPACE:NAME</c>.</param>
/// <param name="Audience">One value of the claim <c>aud</c>.</param>
public sealed record NewApiWorkloadIdentity(
    [property: Length(1, 512)] string Issuer,
    [property: Length(1, 512)] string Subject,
    [property: Length(1, 512)] string Audience
);
