namespace SecretsDashboard.Vault.Members;

/// <summary>The purpose of a one-time link.</summary>
public enum InvitationPurpose
{
    Join = 1,
    ResetPassword,
}
