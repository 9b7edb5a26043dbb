namespace SecretsDashboard.Access;

/// <summary>Grounds in words, as the sentences of a decision use them.</summary>
public static class GroundNames
{
    /// <summary>The names of a set, the most powerful first: "Super Administrator or Admin".</summary>
    public static string Join(Grounds grounds, string conjunction) =>
        Sentence.Join([.. AllGrounds.Where(g => (grounds & g) == g).Select(Name)], conjunction);

    /// <summary>The name of one ground; empty for none or several.</summary>
    public static string Name(Grounds ground) =>
        ground switch
        {
            Grounds.SuperAdministrator => "Super Administrator",
            Grounds.Admin => "Admin",
            Grounds.Deployer => "Deployer",
            Grounds.Reporter => "Reporter",
            Grounds.Read => "Read",
            Grounds.Bind => "Bind",
            Grounds.Manage => "Manage",
            Grounds.Edit => "Edit",
            Grounds.Administer => "Administer",
            Grounds.Service => "the service's own identity",
            Grounds.Console => "the server's console",
            Grounds.Anonymous => "a visitor who is not signed in",
            Grounds.Self => "the member themselves",
            Grounds.None => "",
            _ => "", // Several grounds: a set has no name of its own.
        };

    private static readonly Grounds[] AllGrounds = [.. Enum.GetValues<Grounds>().Where(g => g != Grounds.None)];
}
