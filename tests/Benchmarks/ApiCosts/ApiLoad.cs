using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>The API under load, beside a bare Kestrel endpoint that answers the same bytes, in one run on one machine.</summary>
internal sealed class ApiLoad(string server, int seconds) : IDisposable
{
    private const int Secrets = 10_000, WarmUp = 10;
    private const string Address = "http://127.0.0.1:5098", BareAddress = "http://127.0.0.1:5099";
    private static readonly int[] Connections = [1, 8, 32];

    private readonly string _folder = Directory.CreateTempSubdirectory("api-load-").FullName;

    public async Task MeasureAsync()
    {
        var environment = new Dictionary<string, string>
        {
            ["Data__Directory"] = _folder, ["Limits__Secrets"] = "100000000", ["Logging__LogLevel__Default"] = "Warning", ["Limits__RequestsPerMinutePerToken"] = "2000000000", ["Limits__RequestsPerMinutePerAddress"] = "2000000000",
            ["Bootstrap__Email"] = "bench@example.com", ["Bootstrap__Password"] = "four unrelated words here",
        };
        using var running = await RunningServer.StartAsync("Secrets Dashboard is ready", [server, "--urls", Address], environment);
        var token = await TokenAsync(environment);
        using var http = new HttpClient { BaseAddress = new Uri(Address), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) } };
        var store = await FillAsync(http);

        Console.WriteLine($"One-row durable commits of this disk: {DiskCommits.PerSecond(_folder):N0}/s");
        Console.WriteLine();
        Console.WriteLine("| request | connections | requests/s | p99 ms | CPU ms/request | errors | bare Kestrel, requests/s | bare, CPU ms/request |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var workload in await WorkloadsAsync(http, store, token))
        {
            await CompareAsync(running, workload);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task CompareAsync(RunningServer running, Workload workload)
    {
        var answer = Path.Combine(_folder, "answer.json");
        await File.WriteAllBytesAsync(answer, workload.Answer);
        using var bare = await RunningServer.StartAsync("Bare server is ready", [typeof(ApiLoad).Assembly.Location, "bare", BareAddress, answer]);
        await Load.RunAsync(running, Address + workload.Path, ScriptOf(workload, "warm"), 32, WarmUp);
        await Load.RunAsync(bare, BareAddress + workload.Path, ScriptOf(workload, "bare"), 32, WarmUp / 2);
        foreach (var connections in Connections)
        {
            var ours = await Load.RunAsync(running, Address + workload.Path, ScriptOf(workload, $"c{connections}"), connections, seconds);
            var theirs = await Load.RunAsync(bare, BareAddress + workload.Path, ScriptOf(workload, $"b{connections}"), connections, seconds);
            Console.WriteLine($"| {workload.Name} | {connections} | {ours.PerSecond:N0} | {ours.Slowest:N2} | {ours.CpuMilliseconds:N3} | {ours.Errors} | {theirs.PerSecond:N0} | {theirs.CpuMilliseconds:N3} |");
        }
    }

    private string ScriptOf(Workload workload, string round)
    {
        var file = Path.Combine(_folder, "load.lua");
        File.WriteAllText(file, workload.Script.Replace("ROUND", round, StringComparison.Ordinal));
        return file;
    }

    private async Task<string> TokenAsync(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [server, "token", "create", "--name", "load", "--level", "edit"]) { RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var verb = Process.Start(start)!;
        return (await verb.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1];
    }

    private static async Task<string> FillAsync(HttpClient http)
    {
        var account = await IdAsync(await http.GetAsync("/client/v4/accounts"), first: true);
        var stores = $"/client/v4/accounts/{account}/secrets_store/stores";
        var store = $"{stores}/{await IdAsync(await http.PostAsJsonAsync(stores, new { name = "production" }), first: false)}/secrets";
        foreach (var hundred in Enumerable.Range(0, Secrets).Chunk(100))
        {
            (await http.PostAsJsonAsync(store, hundred.Select(i => new { name = $"SERVICE_{i}_API_KEY", value = "a value of about thirty bytes ok", scopes = new[] { "workers" }, comment = $"Key number {i}" })))
                .EnsureSuccessStatusCode();
        }
        return store;
    }

    private static async Task<List<Workload>> WorkloadsAsync(HttpClient http, string store, string token)
    {
        List<string> ids = [];
        for (var page = 1; page <= Secrets / 100; page++)
        {
            var rows = (await http.GetFromJsonAsync<JsonElement>($"{store}?per_page=100&page={page}")).GetProperty("result");
            ids.AddRange(rows.EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
        }
        return
        [
            new("metadata of one of 10,000 secrets", store, Workload.Get(token, store + "/", ids), await http.GetByteArrayAsync($"{store}/{ids[0]}")),
            new("list of 100 of 10,000 secrets", store, Workload.List(token, store + "?per_page=100"), await http.GetByteArrayAsync($"{store}?per_page=100")),
            new("create a secret, durable", store, Workload.Create(token, store, "ROUND"), await http.GetByteArrayAsync($"{store}/{ids[0]}")),
        ];
    }

    private static async Task<string> IdAsync(HttpResponseMessage response, bool first)
    {
        var result = (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
        return (first ? result[0] : result).GetProperty("id").GetString()!;
    }
}
