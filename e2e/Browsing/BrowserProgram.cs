namespace SecretsDashboard.E2E.Browsing;

/// <summary>Finds the machine's own Chromium: nothing is downloaded. The headless shell is the
/// same engine without the desktop around it, at half the work.</summary>
internal static class BrowserProgram
{
    // Away from the loopback the tests want nothing, and a browser that phones home blurs what is measured.
    public static IReadOnlyList<string> Quiet { get; } =
    [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    public static string Find()
    {
        string[] names =
        [
            Environment.GetEnvironmentVariable("CHROMIUM") ?? "",
            "chromium-headless-shell",
            "chromium",
            "chromium-browser",
            "google-chrome",
        ];
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        return names
                .Where(name => name.Length > 0)
                .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
                .FirstOrDefault(File.Exists)
            ?? throw new InvalidOperationException("No Chromium was found. tests/run installs it, or says how.");
    }
}
