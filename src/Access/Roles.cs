namespace SecretsDashboard.Access;

/// <summary>The roles a member holds, as a set: several add up (union), and the empty set is never a right.</summary>
/// <remarks>Super Administrator exists for the account alone; the other three also on single stores.</remarks>
[Flags]
public enum Roles : byte
{
    None = 0,
    SuperAdministrator = 1,
    Admin = 2,
    Deployer = 4,
    Reporter = 8,
}

/// <summary>A role's three names and its purpose.</summary>
/// <param name="Role">The single role.</param>
/// <param name="Name">The ASP.NET Core Identity role name, also used in sentences.</param>
/// <param name="DisplayName">The name as Cloudflare's API and screens show it.</param>
/// <param name="Purpose">One sentence for people who assign the role.</param>
public sealed record RoleName(Roles Role, string Name, string DisplayName, string Purpose);

public static class RoleNames
{
    /// <summary>The four roles, the most powerful first.</summary>
    public static IReadOnlyList<RoleName> All { get; } =
    [
        new(
            Roles.SuperAdministrator,
            "Super Administrator",
            "Super Administrator",
            "Everything except reading values: assigns roles, manages secrets, binds them."
        ),
        new(Roles.Admin, "Admin", "Secrets Store Admin", "Manages stores and secrets: creates, edits, duplicates, deletes. Does not bind."),
        new(Roles.Deployer, "Deployer", "Secrets Store Deployer", "Registers services and binds secrets to them. Does not change secrets."),
        new(Roles.Reporter, "Reporter", "Secrets Store Reporter", "Read-only: metadata, members and the audit log."),
    ];

    /// <summary>The role with exactly this name, including case and spaces; null if there is none.</summary>
    public static Roles? Find(string name) => All.FirstOrDefault(r => string.Equals(r.Name, name, StringComparison.Ordinal))?.Role;

    /// <summary>The roles of a set in words: "Admin and Reporter", or "no role".</summary>
    public static string Describe(Roles roles) =>
        Sentence.Join([.. All.Where(r => roles.HasFlag(r.Role)).Select(r => r.Name)], "and") is { Length: > 0 } text ? text : "no role";
}
