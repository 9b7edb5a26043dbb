using Microsoft.AspNetCore.Components;

namespace SecretsDashboard.Web.Account;

/// <summary>Where to go after signing in: only to a path of this server, and below its own sub-path where it has one.</summary>
internal static class LocalAddress
{
    private static readonly Uri Anywhere = new("http://localhost/");

    /// <summary>The address of the page that is open, as a path of the host.</summary>
    public static string Of(NavigationManager navigation) => new Uri(navigation.Uri).PathAndQuery;

    /// <summary>The address when it is a path of this server, otherwise home.</summary>
    /// <param name="pathBase">The sub-path below which this server is reached. What
    /// is beside it belongs to other programs of the host.</param>
    public static string OrHome(string? address, PathString pathBase)
    {
        var home = pathBase.ToUriComponent() + "/";
        return address is ['/', ..] && IsLocal(address) && IsBelow(address, home) ? address : home;
    }

    private static bool IsLocal(string address) =>
        !address.StartsWith("//", StringComparison.Ordinal)
        && !address.Any(c => char.IsControl(c) || c == '\\')
        && !address.Split('?')[0].Contains("%2e", StringComparison.OrdinalIgnoreCase); // A browser resolves it as a dot.

    // Compared as a browser resolves it: dot segments could lead out.
    private static bool IsBelow(string address, string home) =>
        Uri.TryCreate(Anywhere, address, out var resolved) && resolved.AbsolutePath.StartsWith(home, StringComparison.Ordinal);
}
