using SecretsDashboard.Access;

namespace SecretsDashboard.Vault.Storage;

/// <summary>The fixed ids of the four Identity roles, the same in every installation; API clients refer to roles by them.</summary>
public static class RoleIds
{
    /// <exception cref="ArgumentOutOfRangeException">The value is not exactly one role.</exception>
    public static string Of(Roles single) =>
        single switch
        {
            Roles.SuperAdministrator => "33666b9c79b9a5273fc7344ff42f953d",
            Roles.Admin => "1e6f2f7f0a6b4d67a1ad5a8e0a0f7a01",
            Roles.Deployer => "1e6f2f7f0a6b4d67a1ad5a8e0a0f7a02",
            Roles.Reporter => "1e6f2f7f0a6b4d67a1ad5a8e0a0f7a03",
            Roles.None => throw new ArgumentOutOfRangeException(nameof(single), "The empty set is no role."),
        };

    /// <summary>The role with this id; an unknown id is no role.</summary>
    public static Roles Find(string id) => RoleNames.All.Where(r => Of(r.Role) == id).Select(r => r.Role).FirstOrDefault();
}
