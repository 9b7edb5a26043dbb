using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Workloads;

/// <summary>A workload that is mapped to a service. Times are UTC.</summary>
/// <param name="IsTrusted">Its issuer is configured. Otherwise, the mapping has no effect.</param>
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

/// <summary>The workloads that are mapped to a service, and the issuers for new mappings.</summary>
/// <param name="Issuers">The trusted issuers.</param>
public sealed record WorkloadIdentities(IReadOnlyList<WorkloadIdentityDetail> Mapped, IReadOnlyList<string> Issuers);
