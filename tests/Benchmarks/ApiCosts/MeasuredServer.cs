using System.Diagnostics;
using System.Globalization;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>A server in a process of its own, and what it has cost the processors so far.</summary>
internal sealed class MeasuredServer : IDisposable
{
    private const double TicksPerSecond = 100; // Linux's unit of /proc, whatever the kernel's own.

    private readonly Process _process;

    private MeasuredServer(Process process) => _process = process;

    /// <summary>User and system time of the whole process.</summary>
    public TimeSpan Cpu
    {
        get
        {
            // The second field is the program's name, which may hold spaces.
            var fields = File.ReadAllText($"/proc/{_process.Id}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return TimeSpan.FromSeconds((Number(fields[11]) + Number(fields[12])) / TicksPerSecond);
        }
    }

    public static async Task<MeasuredServer> StartAsync(
        string ready,
        IEnumerable<string> arguments,
        params IEnumerable<KeyValuePair<string, string>> environment
    )
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        var process = Process.Start(start)!;
        var isReady = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
            _ = line.Data?.StartsWith(ready, StringComparison.Ordinal) == true && isReady.TrySetResult();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await isReady.Task.WaitAsync(TimeSpan.FromMinutes(1));
        return new MeasuredServer(process);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
