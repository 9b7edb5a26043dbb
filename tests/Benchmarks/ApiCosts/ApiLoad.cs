using System.Net.Http.Json;
using System.Text.Json;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>The API under load.</summary>
internal static class ApiLoad
{
    private const int Secrets = 10_000;

    public static async Task MeasureAsync(string server, int seconds)
    {
        using var host = await BenchmarkHost.StartAsync(server);
        var store = await FillAsync(host);
        var comparison = new SideBySide(host.Server, BenchmarkHost.Address, host.Folder, seconds);
        comparison.WriteHead();
        foreach (var workload in await WorkloadsAsync(host.Http, store, host.Token))
        {
            await comparison.CompareAsync(workload);
        }
    }

    private static async Task<string> FillAsync(BenchmarkHost host)
    {
        var store = $"/secrets_store/stores/{await host.PostAsync("/secrets_store/stores", new { name = "production" })}/secrets";
        foreach (var hundred in Enumerable.Range(0, Secrets).Chunk(100))
        {
            await host.PostAsync(
                store,
                hundred.Select(i => new
                {
                    name = $"SERVICE_{i}_API_KEY",
                    value = "a value of about thirty bytes ok",
                    scopes = new[] { "workers" },
                    comment = $"Key number {i}",
                })
            );
        }
        return host.Account + store;
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
            new(
                "metadata of one of 10,000 secrets",
                store,
                Workload.Get(token, store + "/", ids),
                await http.GetByteArrayAsync($"{store}/{ids[0]}")
            ),
            new(
                "list of 100 of 10,000 secrets",
                store,
                Workload.List(token, store + "?per_page=100"),
                await http.GetByteArrayAsync($"{store}?per_page=100")
            ),
            new(
                "create a secret, durable",
                store,
                Workload.Create(token, store, "ROUND"),
                await http.GetByteArrayAsync($"{store}/{ids[0]}")
            ),
        ];
    }
}
