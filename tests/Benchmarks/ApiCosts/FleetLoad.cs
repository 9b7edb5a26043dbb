using System.Globalization;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Services that read their values: few hot bindings, many services, with edits going on, and each value for the first time.
/// Every figure is the median of three rounds in which all servers take turns.</summary>
internal static class FleetLoad
{
    private const int Rounds = 3,
        WarmUp = 5,
        EditsPerSecond = 10;

    private const string BareAddress = "http://127.0.0.1:5099";

    /// <param name="coldServices">How many services have 1,000 bindings each, which are read for the first time.</param>
    public static async Task MeasureAsync(string server, int seconds, int coldServices)
    {
        using var host = await BenchmarkHost.StartAsync(server);
        Console.WriteLine($"One-row durable commits of this disk: {DiskCommits.PerSecond(host.Folder):N0}/s");
        var few = await ServiceFleet.MakeAsync(host, "hot", services: 1, bindings: 10, shared: false);
        var wide = await ServiceFleet.MakeAsync(host, "wide", services: 500, bindings: 10, shared: false);
        var cold = await ServiceFleet.MakeAsync(host, "cold", coldServices, bindings: 1_000, shared: true);
        var readers = await TokenReaders.MakeAsync(host, wide);
        using var etcd = await EtcdServer.StartAsync(host.Folder);
        var answer = Path.Combine(host.Folder, "answer.json");
        await File.WriteAllTextAsync(answer, "{\"name\":\"API_KEY_0\",\"version\":1,\"value\":\"" + new string('v', 1_024) + "\"}");
        using var bare = await MeasuredServer.StartAsync(
            "Bare server is ready",
            [typeof(FleetLoad).Assembly.Location, "bare", BareAddress, answer]
        );
        Row[] rows =
        [
            new("bare Kestrel", _ => RunAsync(host.Server, BareAddress + "/", "-- the same for every request", seconds, host.Folder)),
            new(
                "etcd, get by its JSON gateway",
                _ =>
                    etcd is null
                        ? null
                        : RunAsync(host.Server, EtcdServer.Address + EtcdServer.Path, EtcdServer.Script, seconds, host.Folder)
            ),
            new("resolve, 1 service × 10 bindings", _ => ResolveAsync(host, few, isCold: false, seconds)),
            new("resolve, 500 services × 10", _ => ResolveAsync(host, wide, isCold: false, seconds)),
            new(
                $"the same with {EditsPerSecond} edits a second",
                _ => WithEditsAsync(wide, () => ResolveAsync(host, wide, isCold: false, seconds))
            ),
            new(
                $"resolve, each for the first time, {coldServices} × 1,000",
                round => ResolveAsync(host, cold, isCold: true, seconds, round)
            ),
            new("metadata, list of 100 and get by 100 tokens", _ => ReadAsync(host, readers, seconds)),
            new(
                $"the same with {EditsPerSecond} edits a second in their store",
                _ => WithEditsAsync(wide, () => ReadAsync(host, readers, seconds))
            ),
            new(
                $"the same with {EditsPerSecond} edits a second in another store",
                _ => WithEditsAsync(few, () => ReadAsync(host, readers, seconds))
            ),
        ];
        await ResolveAsync(host, few, isCold: false, WarmUp);
        await ResolveAsync(host, wide, isCold: false, WarmUp);
        await ReadAsync(host, readers, WarmUp);
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var row in rows)
            {
                if (row.Run(round) is { } run)
                {
                    row.Results.Add(await run);
                }
            }
        }
        Write(rows);
    }

    private static void Write(Row[] rows)
    {
        Console.WriteLine();
        Console.WriteLine("| request, 32 connections, 1 KiB | requests/s | p99 ms | of Kestrel | of etcd | errors |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        var (bare, etcd) = (rows[0].PerSecond, rows[1].PerSecond);
        foreach (var row in rows.Where(r => r.Results.Count > 0))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {row.Name} | {row.PerSecond:N0} | {row.Slowest:N1} | {row.PerSecond / bare:P1} "
                        + $"| {(etcd > 0 ? $"{row.PerSecond / etcd:N2}" : "")} | {row.Results.Sum(r => r.Errors)} |"
                )
            );
        }
    }

    private static Task<LoadResult> ResolveAsync(BenchmarkHost host, ServiceFleet fleet, bool isCold, int seconds, int round = 0) =>
        RunAsync(host.Server, BenchmarkHost.Address, ScriptOf(fleet, isCold, round), seconds, host.Folder);

    private static Task<LoadResult> ReadAsync(BenchmarkHost host, TokenReaders readers, int seconds) =>
        RunAsync(host.Server, BenchmarkHost.Address, readers.Script, seconds, host.Folder);

    private static async Task<LoadResult> WithEditsAsync(ServiceFleet fleet, Func<Task<LoadResult>> run)
    {
        using var end = new CancellationTokenSource();
        var edits = EditAsync(fleet, end.Token);
        try
        {
            return await run();
        }
        finally
        {
            await end.CancelAsync();
            await edits;
        }
    }

    private static async Task EditAsync(ServiceFleet fleet, CancellationToken end)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / EditsPerSecond));
        while (!end.IsCancellationRequested)
        {
            await fleet.EditOneAsync();
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static Task<LoadResult> RunAsync(MeasuredServer server, string url, string script, int seconds, string folder)
    {
        var file = Path.Combine(folder, "load.lua");
        File.WriteAllText(file, script);
        return Load.RunAsync(server, url, file, connections: 32, seconds);
    }

    /// <summary>A random binding of a random service; or, cold, one after the other, each round from another third on.</summary>
    private static string ScriptOf(ServiceFleet fleet, bool isCold, int round) =>
        $$"""
            local headers = {}
            for token in ("{{string.Join(' ', fleet.Credentials)}}"):gmatch("%S+") do
              headers[#headers + 1] = { ["Host"] = "127.0.0.1", ["Authorization"] = "Bearer " .. token }
            end
            local threads, number = 0, {{round * fleet.Credentials.Count * fleet.Bindings / Rounds}}
            function setup(thread) threads = threads + 1 thread:set("id", threads) end
            function init(args) math.randomseed(number + id) number = number + id end
            local function get(service, binding)
              return wrk.format("GET", "{{ResolveLoad.Path}}API_KEY_" .. binding, headers[service])
            end
            function request()
              if {{(isCold ? "false" : "true")}} then return get(math.random(#headers), math.random(0, {{fleet.Bindings - 1}})) end
              number = number + 2
              return get(number % #headers + 1, math.floor(number / #headers) % {{fleet.Bindings}})
            end
            """;

    private sealed record Row(string Name, Func<int, Task<LoadResult>?> Run)
    {
        public List<LoadResult> Results { get; } = [];
        public double PerSecond => Median(r => r.PerSecond);
        public double Slowest => Median(r => r.Slowest);

        private double Median(Func<LoadResult, double> of) =>
            Results.Count == 0 ? 0 : Results.Select(of).Order().ElementAt(Results.Count / 2);
    }
}
