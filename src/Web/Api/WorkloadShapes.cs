using System.ComponentModel.DataAnnotations;

namespace SecretsDashboard.Web.Api;

/// <summary>A workload that is a service at run time, by the JWT of its issuer.</summary>
/// <param name="Status"><c>active</c>, or <c>issuer_not_configured</c>: the server does not trust its issuer, or no longer.</param>
/// <param name="LastUsedOn">To the minute; left out: never.</param>
public sealed record ApiWorkloadIdentity(string Id, string Issuer, string Subject, string Audience, [property: AllowedValues("active", "issuer_not_configured")] string Status, string Created, string? LastUsedOn);

/// <summary>Each is compared letter by letter with the claim of the JWT. Together they belong to one service of the account.</summary>
/// <param name="Issuer">The claim <c>iss</c>: one of those that the server is configured to trust.</param>
/// <param name="Subject">The claim <c>sub</c>; for a service account of Kubernetes <c>system:serviceaccount:NAMESPACE:NAME</c>.</param>
/// <param name="Audience">One of the claim <c>aud</c>.</param>
public sealed record NewApiWorkloadIdentity([property: Length(1, 512)] string Issuer, [property: Length(1, 512)] string Subject, [property: Length(1, 512)] string Audience);
