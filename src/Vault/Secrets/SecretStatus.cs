namespace SecretsDashboard.Vault.Secrets;

/// <summary>The state of a secret. A deleted secret keeps its metadata for the history; its values are destroyed.</summary>
public enum SecretStatus
{
    Pending = 1,
    Active,
    Deleted,
}
