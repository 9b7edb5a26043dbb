namespace SecretsDashboard.Vault.Members;

/// <summary>What a one-time link is for.</summary>
public enum InvitationPurpose
{
    Join = 1,
    ResetPassword,
}
