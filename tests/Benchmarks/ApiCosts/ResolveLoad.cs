using System.Net.Http.Headers;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Services that read their values under load: each answer is decided anew, and leaves after its own durable audit row.</summary>
internal static class ResolveLoad
{
    private const int ValueBytes = 1_024;
    public const string Path = "/runtime/v1/bindings/";

    public static async Task MeasureAsync(string server, int seconds)
    {
        using var host = await BenchmarkHost.StartAsync(server);
        var (credential, names) = await BindAsync(host, 100);
        var comparison = new SideBySide(host.Server, BenchmarkHost.Address, host.Folder, seconds);
        using var http = new HttpClient
        {
            BaseAddress = new Uri(BenchmarkHost.Address),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", credential) },
        };
        comparison.WriteHead();
        foreach (var few in new[] { 10, 100 })
        {
            await comparison.CompareAsync(
                new(
                    $"resolve one of {few} bindings, 1 KiB",
                    Path,
                    Workload.Get(credential, Path, names.Take(few)),
                    await http.GetByteArrayAsync(Path + names[0])
                )
            );
        }
    }

    public static async Task<(string Credential, List<string> Names)> BindAsync(BenchmarkHost host, int bindings)
    {
        var store = await host.PostAsync("/secrets_store/stores", new { name = "production" });
        var service = await host.PostAsync("/services", new { name = "checkout-api", kind = "workers" });
        List<string> names = [];
        foreach (var name in Enumerable.Range(0, bindings).Select(i => $"API_KEY_{i}"))
        {
            await host.PostAsync(
                $"/secrets_store/stores/{store}/secrets",
                new[]
                {
                    new
                    {
                        name,
                        value = new string('v', ValueBytes),
                        scopes = new[] { "workers" },
                    },
                }
            );
            await host.PostAsync(
                $"/services/{service}/bindings",
                new
                {
                    name,
                    store_id = store,
                    secret_name = name,
                },
                "name"
            );
            names.Add(name);
        }
        return (await host.PostAsync($"/services/{service}/credentials", new { name = "load" }, "value"), names);
    }
}
