namespace SecretsDashboard.Access;

/// <summary>The columns of the decision table that roles stand for.</summary>
public static class RoleGrounds
{
    private static readonly (Roles Role, Grounds Ground)[] Columns =
    [
        (Roles.SuperAdministrator, Grounds.SuperAdministrator),
        (Roles.Admin, Grounds.Admin),
        (Roles.Deployer, Grounds.Deployer),
        (Roles.Reporter, Grounds.Reporter),
    ];

    /// <summary>The union of the roles' columns. A bit that is not a role has none.</summary>
    public static Grounds Of(Roles roles)
    {
        var grounds = Grounds.None;
        foreach (var (role, ground) in Columns)
        {
            grounds |= (roles & role) == role ? ground : Grounds.None;
        }
        return grounds;
    }
}
