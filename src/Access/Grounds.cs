namespace SecretsDashboard.Access;

/// <summary>The grounds of a right: the columns of the decision table. The empty set is never a right.</summary>
[Flags]
public enum Grounds : ushort
{
    None = 0,
    SuperAdministrator = 1,
    Admin = 2,
    Deployer = 4,
    Reporter = 8,
    Read = 16,
    Bind = 32,
    Manage = 64,
    Edit = 128,
    Administer = 256,
    Service = 512,
    Console = 1024,
    Anonymous = 2048,

    /// <summary>A signed-in member with any roles, for their own objects.</summary>
    Self = 4096,
}

/// <summary>How much of the account a token's permission covers. A token has at most one level, and may administer in addition.</summary>
public enum TokenLevel
{
    Read = 1,
    Bind,
    Manage,

    /// <summary>Manage and Bind together.</summary>
    Edit,
}
