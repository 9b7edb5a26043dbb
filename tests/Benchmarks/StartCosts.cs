using System.Diagnostics;

namespace SecretsDashboard.Benchmarks;

/// <summary>From starting the server's process to its first page, on a new data folder and again on the same one.</summary>
internal static class StartCosts
{
    private const int Rounds = 5;

    public static async Task MeasureAsync(string server)
    {
        var (first, again) = (new List<double>(), new List<double>());
        for (var i = 0; i < Rounds; i++)
        {
            var folder = Directory.CreateTempSubdirectory("start-costs-").FullName;
            first.Add(await StartOnceAsync(server, folder, 5090 + i));
            again.Add(await StartOnceAsync(server, folder, 5090 + i));
            Directory.Delete(folder, recursive: true);
        }
        Console.WriteLine("| start to first answer | median s | slowest s |");
        Console.WriteLine("|---|---:|---:|");
        Console.WriteLine($"| empty data folder (makes key and database) | {first.Order().ElementAt(Rounds / 2):F2} | {first.Max():F2} |");
        Console.WriteLine($"| existing data folder | {again.Order().ElementAt(Rounds / 2):F2} | {again.Max():F2} |");
    }

    private static async Task<double> StartOnceAsync(string server, string folder, int port)
    {
        var start = new ProcessStartInfo("dotnet", [server, "--urls", $"http://127.0.0.1:{port}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["Data__Directory"] = folder;
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        var ready = new TaskCompletionSource();
        process.OutputDataReceived += (_, line) =>
            _ = line.Data?.StartsWith("Secrets Dashboard is ready", StringComparison.Ordinal) == true && ready.TrySetResult();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await ready.Task.WaitAsync(TimeSpan.FromMinutes(1));
        using var http = new HttpClient();
        (await http.GetAsync($"http://127.0.0.1:{port}/login")).EnsureSuccessStatusCode();
        var seconds = clock.Elapsed.TotalSeconds;
        process.Kill();
        await process.WaitForExitAsync();
        return seconds;
    }
}
