using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Account;

/// <summary>Validates the address to open after sign-in: only a path of this server, below its sub-path if it has one.</summary>
internal static class LocalAddress
{
    private static readonly Uri Anywhere = new("http://localhost/");

    /// <summary>The address of the current page, as a path of the host.</summary>
    public static string Of(NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>Returns the address when it is a path of this server, otherwise the home page.</summary>
    /// <param name="pathBase">The sub-path of this server. Paths outside it belong to other programs on the host.</param>
    public static string OrHome(string? address, PathString pathBase)
    {
        var home = pathBase.ToUriComponent() + "/";
        return address is ['/', ..] && IsLocal(address) && IsBelow(address, home) ? address : home;
    }

    private static bool IsLocal(string address) =>
        !address.StartsWith("//", StringComparison.Ordinal)
        && !address.Any(c => char.IsControl(c) || c == '\\')
        && !address.Split('?')[0].Contains("%2e", StringComparison.OrdinalIgnoreCase); // A browser resolves it as a dot.

    // Compared after resolution, as a browser does it: dot segments could lead outside.
    private static bool IsBelow(string address, string home) =>
        Uri.TryCreate(Anywhere, address, out var resolved) && resolved.AbsolutePath.StartsWith(home, StringComparison.Ordinal);
}
