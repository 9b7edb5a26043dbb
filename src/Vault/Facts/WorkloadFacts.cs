using System.Net;
using SecretsDashboard.Access;
using SecretsDashboard.Vault.Workloads;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about a workload that is mapped to a service.</summary>
/// <param name="AuditName">The names of the service and the workload, for the audit row.</param>
/// <param name="StoreId">The service's store; null if the service belongs to the account.</param>
/// <param name="IsStale">Its last use is old enough to be worth a write.</param>
internal sealed record WorkloadFacts(
    WorkloadClaim Claim,
    WorkloadIdentityId Id,
    ServiceActor Actor,
    string ServiceName,
    string AuditName,
    Scopes Kind,
    string? StoreId,
    bool IsStale
) : ServiceFacts(Actor, ServiceName, AuditName, Kind, StoreId)
{
    private static readonly TimeSpan WriteInterval = TimeSpan.FromMinutes(1);

    /// <param name="row">The mapping that matches the claim; null if there is none.</param>
    public static WorkloadFacts? Evaluate(WorkloadRow? row, WorkloadClaim claim, DateTimeOffset now)
    {
        if (row is null)
        {
            return null;
        }
        var standing =
            row.IsForged ? Standing.Forged
            : claim.Expires <= now - WorkloadClaim.ClockSkew ? Standing.TokenExpired
            : claim.NotBefore > now + WorkloadClaim.ClockSkew ? Standing.TokenNotYetValid
            : Standing.Good;
        return new(
            claim,
            new WorkloadIdentityId(row.Id),
            new ServiceActor(new ServiceId(row.Service), standing),
            row.ServiceName,
            $"{row.ServiceName} ({claim.Subject})",
            row.Kind,
            row.StoreId,
            IsStale: row.LastUsed is not { } used || now - used >= WriteInterval
        );
    }

    public override void RecordUse(WriteTransaction transaction, IPAddress? address, DateTimeOffset now)
    {
        if (!IsStale || Actor.Standing != Standing.Good)
        {
            return;
        }
        WorkloadRow.RecordUse(transaction, Id, address, now);
        transaction.ReadCache.Forget(Claim);
    }
}
