using System.Diagnostics;

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>Runs the <c>dotnet</c> command.</summary>
internal static class DotNetCommand
{
    /// <returns>Its output; a nonzero exit code fails the test.</returns>
    public static Task<string> RunAsync(string folder, params string[] arguments) => RunAsync(folder, [], arguments);

    /// <returns>Its output; a nonzero exit code fails the test.</returns>
    public static async Task<string> RunAsync(string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1"; // No build server must stay running.
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeout.Token), process.StandardError.ReadToEndAsync(timeout.Token));
        await process.WaitForExitAsync(timeout.Token);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{await output}\n{await error}");
        return await output;
    }
}
