using SecretsDashboard.Vault.Audit;

namespace SecretsDashboard.Vault.Runtime;

/// <summary>How a service proved which one it is, in its audit rows.</summary>
internal static class AuthenticationEvidence
{
    public static AuditNote Say(this AuditNote note, Caller caller) => caller switch
    {
        { Credential: { } credential } => note.Say("credential", credential.Id),
        { Workload: { } workload } => note.Say("issuer", workload.Issuer).Say("subject", workload.Subject),
        _ => note,
    };
}
