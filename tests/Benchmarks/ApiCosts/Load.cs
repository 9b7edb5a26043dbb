using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>The result of one run of <c>wrk</c>.</summary>
/// <param name="Median">The 50th percentile in milliseconds.</param>
/// <param name="Slowest">The 99th percentile in milliseconds.</param>
/// <param name="Errors">Answers other than 2xx, and connections that broke.</param>
internal sealed record LoadResult(double PerSecond, double Median, double Slowest, int Errors, double CpuMilliseconds);

/// <summary>A bounded load from a process of its own, on this machine's loopback alone.</summary>
internal static partial class Load
{
    public static async Task<LoadResult> RunAsync(MeasuredServer server, string url, string script, int connections, int seconds)
    {
        var before = server.Cpu;
        var output = await WrkAsync([
            "-t",
            connections > 1 ? "2" : "1",
            "-c",
            $"{connections}",
            "-d",
            $"{seconds}s",
            "--latency",
            "-s",
            script,
            url,
        ]);
        var cpu = server.Cpu - before;
        var requests = double.Parse(Requests().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        var errors = ErrorLines()
            .Matches(output)
            .SelectMany(m => Numbers().Matches(m.Value))
            .Sum(m => int.Parse(m.Value, CultureInfo.InvariantCulture));
        return new(
            double.Parse(PerSecond().Match(output).Groups[1].Value, CultureInfo.InvariantCulture),
            Milliseconds(Median().Match(output)),
            Milliseconds(Percentile().Match(output)),
            errors,
            cpu.TotalMilliseconds / requests
        );
    }

    private static async Task<string> WrkAsync(IEnumerable<string> arguments)
    {
        using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        return wrk.ExitCode == 0 ? output : throw new InvalidOperationException($"wrk ended with {wrk.ExitCode}.");
    }

    private static double Milliseconds(Match percentile) =>
        double.Parse(percentile.Groups[1].Value, CultureInfo.InvariantCulture)
        * percentile.Groups[2].Value switch
        {
            "us" => 0.001,
            "ms" => 1,
            _ => 1000,
        };

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex Requests();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex PerSecond();

    [GeneratedRegex(@"50%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Median();

    [GeneratedRegex(@"99%\s+([\d.]+)(us|ms|s)")]
    private static partial Regex Percentile();

    [GeneratedRegex(@"(Non-2xx|Socket errors).*")]
    private static partial Regex ErrorLines();

    [GeneratedRegex(@"(?<!x)(?<=[ :])\d+")]
    private static partial Regex Numbers();
}
