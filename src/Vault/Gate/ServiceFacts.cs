using System.Net;
using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Gate;

/// <summary>The current facts about the calling service, for any way of authentication.</summary>
/// <param name="Name">The service's name and that of its proof, for the audit row.</param>
/// <param name="StoreId">The service's store; null when it belongs to the account.</param>
internal abstract record ServiceFacts(ServiceActor Actor, string ServiceName, string Name, Scopes Kind, string? StoreId)
{
    /// <summary>Notes when and from where the proof was used, at most once a minute.</summary>
    public abstract void Touch(WriteTransaction transaction, IPAddress? address, DateTimeOffset now);
}
