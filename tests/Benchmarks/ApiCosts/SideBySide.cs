namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>A workload against the server, beside a bare Kestrel endpoint that answers the same bytes, as rows of one table.</summary>
/// <param name="folder">Where scripts and answers are put.</param>
internal sealed class SideBySide(MeasuredServer server, string address, string folder, int seconds)
{
    private const int WarmUp = 10;
    private const string BareAddress = "http://127.0.0.1:5099";
    private static readonly int[] Connections = [1, 8, 32];

    public void WriteHead()
    {
        Console.WriteLine($"One-row durable commits of this disk: {DiskCommits.PerSecond(folder):N0}/s");
        Console.WriteLine();
        Console.WriteLine(
            "| request | connections | requests/s | p99 ms | CPU ms/request | errors | bare Kestrel, requests/s | bare, CPU ms/request |"
        );
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
    }

    public async Task CompareAsync(Workload workload)
    {
        var answer = Path.Combine(folder, "answer.json");
        await File.WriteAllBytesAsync(answer, workload.Answer);
        using var bare = await MeasuredServer.StartAsync(
            "Bare server is ready",
            [typeof(SideBySide).Assembly.Location, "bare", BareAddress, answer]
        );
        await Load.RunAsync(server, address + workload.Path, ScriptOf(workload, "warm"), 32, WarmUp);
        await Load.RunAsync(bare, BareAddress + workload.Path, ScriptOf(workload, "bare"), 32, WarmUp / 2);
        foreach (var connections in Connections)
        {
            var ours = await Load.RunAsync(server, address + workload.Path, ScriptOf(workload, $"c{connections}"), connections, seconds);
            var theirs = await Load.RunAsync(
                bare,
                BareAddress + workload.Path,
                ScriptOf(workload, $"b{connections}"),
                connections,
                seconds
            );
            Console.WriteLine(
                $"| {workload.Name} | {connections} | {ours.PerSecond:N0} | {ours.Slowest:N2} | {ours.CpuMilliseconds:N3} | {ours.Errors} "
                    + $"| {theirs.PerSecond:N0} | {theirs.CpuMilliseconds:N3} |"
            );
        }
    }

    private string ScriptOf(Workload workload, string round)
    {
        var file = Path.Combine(folder, "load.lua");
        File.WriteAllText(file, workload.Script.Replace("ROUND", round, StringComparison.Ordinal));
        return file;
    }
}
