namespace SecretsDashboard.E2E.Hosts;

/// <summary>The four roles, as the screen names them.</summary>
internal static class Role
{
    public const string SuperAdministrator = "Super Administrator";
    public const string Admin = "Secrets Store Admin";
    public const string Deployer = "Secrets Store Deployer";
    public const string Reporter = "Secrets Store Reporter";
}
