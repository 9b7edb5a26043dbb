namespace SecretsDashboard.Web.Account;

/// <summary>Where to go after signing in: only to a path of this server.</summary>
internal static class LocalAddress
{
    /// <summary>The address when it is a local path, otherwise home.</summary>
    public static string OrHome(string? address) =>
        address is ['/', ..] && !address.StartsWith("//", StringComparison.Ordinal) && !address.StartsWith("/\\", StringComparison.Ordinal)
        && !address.Any(c => char.IsControl(c) || c == '\\') ? address : "/";
}
