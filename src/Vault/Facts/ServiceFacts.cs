using System.Net;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Facts;

/// <summary>The current facts about the calling service, however it authenticated.</summary>
/// <param name="AuditName">The names of the service and of its credential or workload, for the audit row.</param>
/// <param name="StoreId">The service's store; null if the service belongs to the account.</param>
internal abstract record ServiceFacts(ServiceActor Actor, string ServiceName, string AuditName, Scopes Kind, string? StoreId)
{
    /// <summary>Records when and from which address the credential or workload was used, at most once a minute.</summary>
    public abstract void RecordUse(WriteTransaction transaction, IPAddress? address, DateTimeOffset now);
}
