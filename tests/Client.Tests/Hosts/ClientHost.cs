using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using SecretsDashboard.E2E.Running;

[assembly: AssemblyFixture(typeof(ClientHost))]

namespace SecretsDashboard.Client.Tests.Hosts;

/// <summary>The real server in a process of its own, and a program that manages it by the API.</summary>
public class ClientHost : IAsyncLifetime
{
    private readonly ServerProcess _server;
    private readonly HttpClient _api = new();
    private string _account = "";

    public ClientHost()
        : this("client") { }

    private protected ClientHost(string name) =>
        _server = new ServerProcess(
            name,
            new Dictionary<string, string>
            {
                ["Bootstrap__Email"] = "olivia.owner@example.org",
                ["Bootstrap__Password"] = "a long walk along the river",
            }
        );

    internal Uri Address => _server.Address;

    internal string Log => _server.Log.ToString();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync();
        var (exitCode, output) = await _server.ConsoleAsync("token", "create", "--name", "tests", "--level", "edit", "--administer");
        Assert.True(exitCode == 0, output);
        _api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)[^1]
        );
        _account = $"/accounts/{(await SendAsync("GET", "/accounts?page=1"))[0].GetProperty("id").GetString()}";
    }

    public async ValueTask DisposeAsync()
    {
        _api.Dispose();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task KillAsync() => _server.KillAsync();

    internal Task StartAgainAsync() => _server.StartAsync();

    /// <summary>A new service and store, with a secret bound under each of these names, and a credential.</summary>
    internal async Task<TestService> ServiceAsync(params (string Name, string Value)[] bound)
    {
        var store = Text(await DoAsync("POST", "/secrets_store/stores", new { name = $"store-{Guid.NewGuid():N}" }), "id");
        var service = Text(await DoAsync("POST", "/services", new { name = $"service-{Guid.NewGuid():N}", kind = "workers" }), "id");
        var made = new TestService(this, store, service, await DoAsync("POST", $"/services/{service}/credentials", new { name = "tests" }));
        foreach (var (name, value) in bound)
        {
            await made.BindAsync(name, value);
        }
        return made;
    }

    internal Task<JsonElement> DoAsync(string method, string path, object? body = null) => SendAsync(method, _account + path, body);

    internal static string Text(JsonElement thing, string field) => thing.GetProperty(field).GetString()!;

    private async Task<JsonElement> SendAsync(string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Address, "/client/v4" + path))
        {
            Content = body is null ? null : JsonContent.Create(body),
        };
        using var answer = await _api.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("result");
    }
}

/// <summary>A dashboard that a test may kill.</summary>
public sealed class StoppableClientHost() : ClientHost("client-stoppable");

/// <summary>A registered service, with the operations of a deployer and an administrator on it.</summary>
internal sealed class TestService(ClientHost host, string store, string service, JsonElement credential)
{
    private readonly Dictionary<string, string> _secrets = [];

    public string Credential => ClientHost.Text(credential, "value");

    public async Task BindAsync(string name, string value)
    {
        var made = await host.DoAsync(
            "POST",
            $"/secrets_store/stores/{store}/secrets",
            new[]
            {
                new
                {
                    name,
                    value,
                    scopes = new[] { "workers" },
                },
            }
        );
        _secrets[name] = ClientHost.Text(made[0], "id");
        await BindAgainAsync(name);
    }

    public Task BindAgainAsync(string name) =>
        host.DoAsync(
            "POST",
            $"/services/{service}/bindings",
            new
            {
                name,
                store_id = store,
                secret_name = name,
            }
        );

    public Task ChangeAsync(string name, string value) =>
        host.DoAsync("PATCH", $"/secrets_store/stores/{store}/secrets/{_secrets[name]}", new { value });

    /// <summary>Takes the service's kind out of the secret's scopes, on purpose.</summary>
    public Task NarrowAsync(string name) =>
        host.DoAsync("PATCH", $"/secrets_store/stores/{store}/secrets/{_secrets[name]}?force=true", new { scopes = new[] { "dex" } });

    public Task UnbindAsync(string name) => host.DoAsync("DELETE", $"/services/{service}/bindings/{name}");

    public Task RevokeAsync() => host.DoAsync("DELETE", $"/services/{service}/credentials/{ClientHost.Text(credential, "id")}");

    /// <returns>The new text.</returns>
    public async Task<string> RollAsync() =>
        ClientHost.Text(
            await host.DoAsync(
                "PUT",
                $"/services/{service}/credentials/{ClientHost.Text(credential, "id")}/value",
                new { previous_until = "2020-01-01T00:00:00Z" }
            ),
            "value"
        );
}
