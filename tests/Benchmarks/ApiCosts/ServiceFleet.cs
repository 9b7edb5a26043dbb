using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace SecretsDashboard.Benchmarks.ApiCosts;

/// <summary>Many services with many bindings each, made through the API. Every service has the same variable names.</summary>
internal sealed class ServiceFleet
{
    private const int ValueBytes = 1_024,
        AtOnce = 100;

    private readonly BenchmarkHost _host;

    private ServiceFleet(BenchmarkHost host, string store, int bindings) => (_host, Store, Bindings) = (host, store, bindings);

    /// <summary>The number of bindings of each service: <c>API_KEY_0</c> and so on.</summary>
    public int Bindings { get; }

    /// <summary>The id of the store.</summary>
    public string Store { get; }

    /// <summary>The ids of the store's secrets.</summary>
    public List<string> Secrets { get; } = [];

    /// <summary>A credential of each service.</summary>
    public List<string> Credentials { get; } = [];

    /// <param name="shared">All services bind the same secrets; otherwise each has its own.</param>
    public static async Task<ServiceFleet> MakeAsync(BenchmarkHost host, string name, int services, int bindings, bool shared)
    {
        var store = await host.PostAsync("/secrets_store/stores", new { name });
        var fleet = new ServiceFleet(host, store, bindings);
        await fleet.MakeSecretsAsync(shared ? bindings : services * bindings);
        for (var service = 0; service < services; service++)
        {
            var first = shared ? 0 : service * bindings;
            var id = await fleet.DeployAsync($"{name}-{service}", first);
            fleet.Credentials.Add(await host.PostAsync($"/services/{id}/credentials", new { name = "load" }, "value"));
        }
        return fleet;
    }

    /// <summary>Gives a random secret a new value.</summary>
    public async Task EditOneAsync()
    {
        var secret = Secrets[Random.Shared.Next(Secrets.Count)];
        using var answer = await _host.Http.PatchAsJsonAsync(
            $"{_host.Account}/secrets_store/stores/{Store}/secrets/{secret}",
            new { value = Value() }
        );
        answer.EnsureSuccessStatusCode();
    }

    private async Task MakeSecretsAsync(int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            using var answer = await _host.Http.PostAsJsonAsync(
                $"{_host.Account}/secrets_store/stores/{Store}/secrets",
                some.Select(i => new
                {
                    name = SecretName(i),
                    value = Value(),
                    scopes = new[] { "workers" },
                })
            );
            var made = (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("result");
            Secrets.AddRange(made.EnumerateArray().Select(s => s.GetProperty("id").GetString()!));
        }
    }

    /// <returns>The id of the service.</returns>
    private async Task<string> DeployAsync(string name, int firstSecret)
    {
        var metadata = JsonSerializer.Serialize(
            new
            {
                main_module = "worker.js",
                bindings = Enumerable
                    .Range(0, Bindings)
                    .Select(i => new
                    {
                        type = "secrets_store_secret",
                        name = $"API_KEY_{i}",
                        store_id = Store,
                        secret_name = SecretName(firstSecret + i),
                    }),
            }
        );
        var module = new StringContent("export default {}", Encoding.UTF8);
        module.Headers.ContentType = new MediaTypeHeaderValue("application/javascript+module");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(metadata, Encoding.UTF8, "application/json"), "metadata" },
            { module, "worker.js", "worker.js" },
        };
        using var deployed = await _host.Http.PutAsync($"{_host.Account}/workers/scripts/{name}", form);
        var service = await deployed.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>();
        return service.GetProperty("result").GetProperty("id").GetString()!;
    }

    private static string SecretName(int number) => $"SECRET_{number}";

    private static string Value() => new((char)('a' + Random.Shared.Next(26)), ValueBytes);
}
