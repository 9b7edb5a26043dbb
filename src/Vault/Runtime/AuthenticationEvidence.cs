using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>Adds the service's authentication method to its audit rows.</summary>
internal static class AuthenticationEvidence
{
    public static AuditNote AddEvidence(this AuditNote note, Caller caller) =>
        caller switch
        {
            { Credential: { } credential } => note.Add("credential", credential.Id),
            { Workload: { } workload } => note.Add("issuer", workload.Issuer).Add("subject", workload.Subject),
            _ => note,
        };
}
