using SecretsDashboard.E2E.Running;

namespace SecretsDashboard.Clients.Tests.Hosts;

/// <summary>Paths of the clients that <c>npm ci</c> installed from the lock files.</summary>
internal static class Npm
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Clients", "npm");

    /// <summary>The script through which the tests call the SDK.</summary>
    public static string SdkScript => Path.Combine(Folder, "call.mjs");

    /// <summary>The wranglers that can be run here: 4.86.0 always, and the newer one
    /// where <c>tests/run</c> found a Node that it accepts.</summary>
    public static IReadOnlyList<string> Wranglers { get; } =
    [.. new[] { Folder, Path.Combine(Folder, "newest") }.Select(Wrangler).Where(File.Exists)];

    /// <summary>The Node that runs a wrangler: the one that was installed beside it, or else the machine's.</summary>
    public static string NodeOf(string wrangler)
    {
        var beside = Path.Combine(Path.GetDirectoryName(wrangler)!, "..", "..", ".bin", "node");
        return File.Exists(beside) ? beside : "node";
    }

    /// <exception cref="InvalidOperationException">The clients were not installed.</exception>
    public static void RequireInstalled()
    {
        if (Wranglers.Count == 0 || !Directory.Exists(Path.Combine(Folder, "node_modules", "cloudflare")))
        {
            throw new InvalidOperationException("The clients are not installed. Run tests/run, or 'npm ci' in tests/Clients/npm.");
        }
    }

    private static string Wrangler(string folder) => Path.Combine(folder, "node_modules", "wrangler", "bin", "wrangler.js");
}
