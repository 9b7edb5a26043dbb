using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>A workload that is a service. Times are UTC.</summary>
/// <param name="IsTrusted">Its issuer is configured. One that is not, or no longer, counts for nothing.</param>
/// <param name="LastUsed">To the minute; null: never.</param>
/// <param name="LastUsedFrom">An address.</param>
public sealed record WorkloadIdentityDetail(
    WorkloadIdentityId Id,
    ServiceId Service,
    string Issuer,
    string Subject,
    string Audience,
    bool IsTrusted,
    DateTimeOffset Created,
    DateTimeOffset? LastUsed,
    string? LastUsedFrom
)
{
    internal static WorkloadIdentityDetail Of(WorkloadIdentity identity, IReadOnlyList<string> issuers) =>
        new(
            new WorkloadIdentityId(identity.Id),
            new ServiceId(identity.ServiceId),
            identity.Issuer,
            identity.Subject,
            identity.Audience,
            issuers.Contains(identity.Issuer, StringComparer.Ordinal),
            identity.Created,
            identity.LastUsed,
            identity.LastUsedFrom
        );
}

/// <summary>The workloads that are a service, and what may be mapped to it.</summary>
/// <param name="Issuers">Those that the server trusts.</param>
public sealed record WorkloadIdentities(IReadOnlyList<WorkloadIdentityDetail> Mapped, IReadOnlyList<string> Issuers);
